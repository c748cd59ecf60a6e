using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace KnowledgeGraph.Tests;

/// <summary>Which folder of the pure project sees which: read from its sources.</summary>
public sealed partial class WallTests
{
    private static readonly Dictionary<string, string[]> s_sees = new()
    {
        ["Model"] = [],
        ["Changes"] = ["Model"],
        ["Schema"] = ["Model"],
        ["Responses"] = ["Model"],
        ["Planning"] = ["Model", "Schema", "Responses"],
        // The sizes of the graph are still declared by Planning.
        ["Graph.Storage"] = ["Model", "Changes", "Planning"],
        ["Graph.Reading"] = ["Model", "Responses", "Planning", "Graph.Storage", "Graph.Reading.Items", "Graph.Reading.Connections", "Graph.Reading.Aggregates", "Graph.Reading.Paths"],
        ["Graph.Reading.Items"] = ["Model", "Responses", "Planning", "Graph.Storage", "Graph.Reading"],
        ["Graph.Reading.Connections"] = ["Model", "Responses", "Planning", "Graph.Storage", "Graph.Reading", "Graph.Reading.Items"],
        ["Graph.Reading.Aggregates"] = ["Model", "Responses", "Planning", "Graph.Storage", "Graph.Reading", "Graph.Reading.Items"],
        ["Graph.Reading.Paths"] = ["Model", "Responses", "Planning", "Graph.Storage", "Graph.Reading"],
        ["Graph"] = ["Responses", "Planning", "Graph.Storage", "Graph.Reading"],
        ["Cypher"] = ["Model", "Changes", "Planning", "Responses"],
    };

    private static readonly string s_pure = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "src", "KnowledgeGraph"));

    private static string Here([CallerFilePath] string path = "") => path;

    private static IEnumerable<(string Folder, string File, string Text)> Sources() =>
        Directory.EnumerateFiles(s_pure, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(s_pure, f))
            .Select(f => (Path.GetDirectoryName(f)!.Replace(Path.DirectorySeparatorChar, '.'), f, File.ReadAllText(Path.Combine(s_pure, f))));

    [Fact]
    public void Every_folder_has_its_wall() =>
        Assert.Empty(Sources().Select(s => s.Folder).Distinct().Except(s_sees.Keys));

    [Fact]
    public void A_folder_sees_only_what_lies_below_it()
    {
        var wrong = from source in Sources()
                    from name in Named(source.Text)
                    where name != source.Folder && !s_sees[source.Folder].Contains(name)
                    select $"{source.File} names {name}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void The_pure_project_opens_nothing()
    {
        var wrong = from source in Sources()
                    from Match line in Usings().Matches(source.Text)
                    where Impure().IsMatch(line.Groups["name"].Value)
                    select $"{source.File}: {line.Value}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("using KnowledgeGraph.Graph;", "Graph")]
    [InlineData("using Order = KnowledgeGraph.Graph.Storage.NodeOrder;", "Graph.Storage")]
    [InlineData("using static KnowledgeGraph.Graph.Reading.ValueComparison;", "Graph.Reading")]
    [InlineData("using KnowledgeGraph.Graph.Reading.Paths;", "Graph.Reading.Paths")]
    [InlineData("global using KnowledgeGraph.Schema;", "Schema")]
    [InlineData("  var x = new Graph.JsonText();", "Graph")]
    [InlineData("  KnowledgeGraph.Changes.Place? place;", "Changes")]
    [InlineData("namespace KnowledgeGraph.Model;")]
    [InlineData("using GraphQL.Types;")]
    [InlineData("  _schema.Model.NodeTypes")]
    public void Names_of_other_folders_are_seen(string source, params string[] names) => Assert.Equal(names, Named(source));

    [Theory]
    [InlineData("System.IO", true)]
    [InlineData("System.IO.Pipelines", false)]
    [InlineData("Microsoft.Data.Sqlite", true)]
    [InlineData("Microsoft.AspNetCore.Http", true)]
    [InlineData("System.Net.Http", true)]
    [InlineData("System.Text", false)]
    public void Impure_namespaces_are_seen(string name, bool isImpure) => Assert.Equal(isImpure, Impure().IsMatch(name));

    /// <summary>Operators share the context, the writers and the readers, but know nothing of each other. Only `Operators` knows them all.</summary>
    [Fact]
    public void No_operator_names_another()
    {
        var sources = Sources().Where(s => s.Folder.StartsWith("Graph", StringComparison.Ordinal)).ToList();
        var operators = sources.Select(s => Path.GetFileNameWithoutExtension(s.File)).Where(n => n.EndsWith("Operator", StringComparison.Ordinal)).ToList();
        Assert.True(operators.Count >= 8, string.Join(", ", operators));
        var wrong = from source in sources
                    let name = Path.GetFileNameWithoutExtension(source.File)
                    where name != "Operators"
                    from other in operators
                    where other != name && Regex.IsMatch(source.Text, $@"\b{other}\b")
                    select $"{source.File} names {other}";
        Assert.Empty(wrong);
    }

    /// <summary>By a `using`, by the full name, or by the folder's name, as a namespace beside may be named.</summary>
    private static IEnumerable<string> Named(string text) =>
        Names().Matches(string.Join('\n', text.Split('\n').Where(l => !Comment().IsMatch(l) && !l.StartsWith("namespace ", StringComparison.Ordinal))))
            .Select(m => m.Groups["folder"].Value);

    [GeneratedRegex(@"(?<![\w.])(KnowledgeGraph\.(?<folder>Model|Changes|Schema|Responses|Planning|Graph\.Storage|Graph\.Reading\.Items|Graph\.Reading\.Connections|Graph\.Reading\.Aggregates|Graph\.Reading\.Paths|Graph\.Reading|Graph|Cypher)\b|(?<folder>Changes|Schema|Responses|Planning|Graph|Cypher)\.(?=[A-Z]))")]
    private static partial Regex Names();

    [GeneratedRegex(@"^\s*//")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(global )?using (static )?(\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^(System\.IO(\.(?!Pipelines$).*)?|Microsoft\..*|System\.Net(\..*)?|System\.Data(\..*)?)$")]
    private static partial Regex Impure();
}
