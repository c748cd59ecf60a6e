namespace KnowledgeGraph.Server.Questions;

/// <summary>A form in which the explorer page can show a response.</summary>
/// <param name="Name">As the header of a question names it, and the address of the page.</param>
/// <param name="Words">What it is called on pages.</param>
/// <param name="Icon">What it looks like: the inside of an SVG of 48 by 32, in the colour of the text.</param>
internal sealed record QuestionForm(string Name, string Words, string Icon)
{
    private const string Stroke = "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"";

    public static readonly IReadOnlyList<QuestionForm> All =
    [
        new("network", "network", $"<path {Stroke} d=\"M10 9 24 17 38 7M24 17 13 26M24 17 37 25\"/><g fill=\"currentColor\"><circle cx=\"10\" cy=\"9\" r=\"4\"/><circle cx=\"38\" cy=\"7\" r=\"3\"/><circle cx=\"24\" cy=\"17\" r=\"5\"/><circle cx=\"13\" cy=\"26\" r=\"3\"/><circle cx=\"37\" cy=\"25\" r=\"4\"/></g>"),
        new("map", "map", $"<path {Stroke} d=\"M5 6 17 10 31 5 43 9V27L31 23 17 28 5 24ZM17 10V28M31 5V23\"/>"),
        new("bars", "bars", "<g fill=\"currentColor\"><path d=\"M6 5h36v5H6zM6 14h22v5H6zM6 23h12v5H6z\"/></g>"),
        new("line", "lines", $"<path {Stroke} d=\"M6 4V28H44M8 23 17 20 24 22 32 11 42 6\"/>"),
        new("timeline", "timeline", $"<path {Stroke} d=\"M4 16H44\"/><g fill=\"currentColor\"><circle cx=\"9\" cy=\"16\" r=\"3.5\"/><circle cx=\"20\" cy=\"9\" r=\"3.5\"/><circle cx=\"20\" cy=\"23\" r=\"3.5\"/><path d=\"M27 13h13v6H27z\"/></g>"),
        new("strip", "strip of time", "<g fill=\"currentColor\"><path d=\"M4 5h18v5H4zM14 14h20v5H14zM28 23h16v5H28z\"/></g>"),
        new("matrix", "matrix", $"<path {Stroke} d=\"M8 4H40V28H8ZM8 12H40M8 20H40M16 4V28M24 4V28M32 4V28\"/><path fill=\"currentColor\" d=\"M16 4h8v8h-8zM32 12h8v8h-8zM8 20h8v8H8z\"/>"),
        new("table", "table", $"<path {Stroke} d=\"M6 4H42V28H6ZM6 11H42M6 17H42M6 23H42M19 4V28\"/>"),
        new("text", "text", $"<path {Stroke} d=\"M12 6H42M12 13H38M12 20H42M12 27H30\"/><path fill=\"currentColor\" d=\"M5 4h3v24H5z\"/>"),
    ];

    /// <summary>The form of this name; the network, which any response can be, for a name that is not known.</summary>
    public static QuestionForm Named(string name) => All.FirstOrDefault(f => f.Name == name) ?? All[0];
}
