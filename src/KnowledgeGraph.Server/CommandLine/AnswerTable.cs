using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>
/// Prints a response as tables. Each list of objects is a table under its path, with one row per item. Fields of an object in a row become
/// columns, and a list of objects in a row becomes its own table below. Everything else is printed first, as names and values.
/// </summary>
internal static class AnswerTable
{
    private const int WidthOfFile = 160;

    public static void Write(JsonElement data, TextWriter output)
    {
        var isFile = output != Console.Out || Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Interactive = InteractionSupport.No,
            Ansi = isFile ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (isFile)
            console.Profile.Width = WidthOfFile;
        foreach (var root in data.EnumerateObject())
            WriteSection(console, root.Name, root.Value);
    }

    private static void WriteSection(IAnsiConsole console, string path, JsonElement value)
    {
        if (IsTable(value))
        {
            WriteTable(console, path, Rows(value));
            return;
        }
        var fields = value.ValueKind == JsonValueKind.Object ? Flatten("", value).ToList() : [("", value)];
        var plain = fields.Where(f => !IsTable(f.Value)).ToList();
        if (plain.Count > 0)
        {
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            foreach (var (name, field) in plain)
                grid.AddRow(Cell(name), Cell(Describe(field)));
            WriteHeading(console, path);
            console.Write(grid);
            console.WriteLine();
        }
        foreach (var (name, field) in fields.Where(f => IsTable(f.Value)))
            WriteTable(console, $"{path}.{name}", Rows(field));
    }

    private static void WriteTable(IAnsiConsole console, string path, List<Dictionary<string, JsonElement>> rows)
    {
        var names = rows.SelectMany(r => r.Keys).Distinct().ToList();
        var columns = names.Where(n => !rows.Exists(r => r.TryGetValue(n, out var value) && IsTable(value))).ToList();
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var name in columns)
            table.AddColumn(new TableColumn(Cell(Heading(name, columns))));
        foreach (var row in rows)
            table.AddRow(columns.Select(n => Cell(row.TryGetValue(n, out var value) ? Describe(value) : "")));
        if (columns.Count > 0)
        {
            WriteHeading(console, path);
            console.Write(table);
            console.WriteLine();
        }
        foreach (var (i, row) in rows.Index())
            foreach (var name in names.Except(columns).Where(n => row.TryGetValue(n, out var value) && IsTable(value)))
                WriteTable(console, $"{path}[{Label(row, i)}].{name}", Rows(row[name]));
    }

    /// <summary>The label of a row: its first text, or else its position.</summary>
    private static string Label(Dictionary<string, JsonElement> row, int position) =>
        row.Values.FirstOrDefault(v => v.ValueKind == JsonValueKind.String) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()! : position.ToString(CultureInfo.InvariantCulture);

    private static void WriteHeading(IAnsiConsole console, string path)
    {
        console.Write(new Text(Clean(path), new Style(decoration: Decoration.Bold)));
        console.WriteLine();
    }

    /// <summary>The name of the field if no other column has it: <c>name</c> for <c>node.name</c>.</summary>
    private static string Heading(string name, List<string> names)
    {
        var last = name.Split('.')[^1];
        return names.Count(n => n.Split('.')[^1] == last) == 1 ? last : name;
    }

    private static bool IsTable(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.Object);

    private static List<Dictionary<string, JsonElement>> Rows(JsonElement list) =>
        [.. list.EnumerateArray().Select(i => Flatten("", i).ToDictionary(c => c.Name, c => c.Value))];

    private static IEnumerable<(string Name, JsonElement Value)> Flatten(string prefix, JsonElement fields) =>
        fields.EnumerateObject().SelectMany(f => f.Value.ValueKind == JsonValueKind.Object
            ? Flatten($"{prefix}{f.Name}.", f.Value) : [(prefix + f.Name, f.Value)]);

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join("; ", Flatten("", value).Select(f => Describe(f.Value))),
        JsonValueKind.Array when value.GetArrayLength() == 0 => "none",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Describe)),
        JsonValueKind.Null => "-",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static Text Cell(string text) => new(Clean(text));

    /// <summary>Replaces control characters, which could control the terminal.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c));
}
