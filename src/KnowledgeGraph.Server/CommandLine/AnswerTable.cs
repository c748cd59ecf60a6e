using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>
/// An answer for eyes: a list is a table with a row an item, an object a table with a row a field; what is nested stands inside, and
/// the fields of an object in a row become columns such as <c>node.name</c>.
/// </summary>
internal static class AnswerTable
{
    private const int WidthOfFile = 160;

    public static void Write(JsonElement data, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        if (!ReferenceEquals(output, Console.Out) || Console.IsOutputRedirected)
            console.Profile.Width = WidthOfFile;
        foreach (var root in data.EnumerateObject())
        {
            console.Write(new Text(root.Name + Environment.NewLine, new Style(decoration: Decoration.Bold)));
            console.Write(Render(root.Value));
            console.WriteLine();
        }
    }

    private static IRenderable Render(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => RenderFields(value),
        JsonValueKind.Array when value.GetArrayLength() == 0 => Cell("none"),
        JsonValueKind.Array when value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.Object) => RenderRows(value),
        JsonValueKind.Array => new Rows(value.EnumerateArray().Select(Render)),
        JsonValueKind.Null => Cell("-"),
        JsonValueKind.String => Cell(value.GetString()!),
        _ => Cell(value.GetRawText()),
    };

    private static Table RenderFields(JsonElement fields)
    {
        var table = NewTable().HideHeaders().AddColumn(new TableColumn("").NoWrap()).AddColumn("");
        foreach (var (name, value) in Flatten("", fields))
            table.AddRow(Cell(name), Render(value));
        return table;
    }

    private static Table RenderRows(JsonElement items)
    {
        var rows = items.EnumerateArray().Select(i => Flatten("", i).ToDictionary(c => c.Name, c => c.Value)).ToList();
        var names = rows.SelectMany(r => r.Keys).Distinct().ToList();
        var table = NewTable();
        foreach (var name in names)
            table.AddColumn(new TableColumn(Cell(name)));
        foreach (var row in rows)
            table.AddRow(names.Select(n => row.TryGetValue(n, out var value) ? Render(value) : Cell("")));
        return table;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Flatten(string prefix, JsonElement fields) =>
        fields.EnumerateObject().SelectMany(f => f.Value.ValueKind == JsonValueKind.Object
            ? Flatten($"{prefix}{f.Name}.", f.Value) : [(prefix + f.Name, f.Value)]);

    private static Table NewTable() => new Table { ShowRowSeparators = false }.Border(TableBorder.Rounded);

    /// <summary>Control characters could command a terminal: they are shown as what they are.</summary>
    private static Text Cell(string text) =>
        new(string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c)));
}
