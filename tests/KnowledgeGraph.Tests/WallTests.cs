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
        // The sizes of the graph and the layout of rows are still declared by Planning.
        ["Graph.Storage"] = ["Model", "Changes", "Planning"],
        ["Graph.Reading"] = ["Model", "Responses", "Planning", "Graph.Storage"],
        ["Graph"] = ["Responses", "Planning", "Graph.Storage", "Graph.Reading"],
        ["Cypher.Text"] = ["Model"],
        ["Cypher.Layout"] = ["Model", "Changes", "Cypher.Text"],
        ["Cypher.Rows"] = ["Model", "Planning", "Responses", "Cypher.Layout"],
        ["Cypher.Compiling"] =
        [
            "Model", "Planning", "Responses", "Cypher.Text", "Cypher.Layout", "Cypher.Rows",
            "Cypher.Compiling.Connections", "Cypher.Compiling.Aggregates", "Cypher.Compiling.Paths",
        ],
        ["Cypher.Compiling.Connections"] = ["Model", "Planning", "Cypher.Text", "Cypher.Layout", "Cypher.Rows"],
        ["Cypher.Compiling.Aggregates"] = ["Model", "Planning", "Cypher.Text", "Cypher.Rows"],
        ["Cypher.Compiling.Paths"] = ["Model", "Planning", "Cypher.Text", "Cypher.Layout", "Cypher.Rows"],
    };

    private static string Here([CallerFilePath] string path = "") => path;

    /// <summary>The sources of a project, with their folder as a namespace has it.</summary>
    private static IEnumerable<(string Folder, string File, string Text)> Sources(string project = "KnowledgeGraph")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "src", project));
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f))
            .Select(f => (Path.GetDirectoryName(f)!.Replace(Path.DirectorySeparatorChar, '.'), f, File.ReadAllText(Path.Combine(root, f))));
    }

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

    /// <summary>The sources of items, the aggregates and the paths know the shared parts of the compiler, but not each other.</summary>
    [Fact]
    public void No_source_aggregate_or_path_compiler_names_another()
    {
        var parts = Sources().Where(s => s.Folder.StartsWith("Cypher.Compiling.", StringComparison.Ordinal)).ToList();
        var compilers = parts.SelectMany(p => Compilers().Matches(p.Text).Select(m => (p.File, m.Groups["name"].Value))).ToList();
        Assert.True(compilers.Count >= 8);
        var wrong = from part in parts
                    from compiler in compilers
                    where compiler.File != part.File && Regex.IsMatch(Code(part.Text), $@"\b{compiler.Value}\b")
                    select $"{part.File} names {compiler.Value}";
        Assert.Empty(wrong);
    }

    /// <summary>The server runs statements. Their text is in Cypher.</summary>
    [Fact]
    public void The_server_has_no_Cypher()
    {
        var wrong = from source in Sources("KnowledgeGraph.Server")
                    from Match clause in Clauses().Matches(Code(source.Text))
                    select $"{source.File}: {clause.Value}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("\"MATCH (n) RETURN n\"", true)]
    [InlineData("  UNWIND $rows AS row", true)]
    [InlineData("  CREATE CONSTRAINT Store_id", true)]
    [InlineData("  CALL db.awaitIndexes(300)", true)]
    [InlineData("  SHOW TRANSACTIONS YIELD parameters", true)]
    [InlineData("CREATE TABLE meta (format INTEGER NOT NULL) STRICT;", false)]
    [InlineData("DELETE FROM nodes WHERE id = $id RETURNING checksum", false)]
    public void Clauses_of_Cypher_are_seen(string text, bool isCypher) => Assert.Equal(isCypher, Clauses().IsMatch(text));

    [Theory]
    [InlineData("using KnowledgeGraph.Graph;", "Graph")]
    [InlineData("using Order = KnowledgeGraph.Graph.Storage.NodeOrder;", "Graph.Storage")]
    [InlineData("using static KnowledgeGraph.Graph.Reading.Execution;", "Graph.Reading")]
    [InlineData("global using KnowledgeGraph.Schema;", "Schema")]
    [InlineData("  var x = new Graph.JsonText();", "Graph")]
    [InlineData("  KnowledgeGraph.Changes.Place? place;", "Changes")]
    [InlineData("using KnowledgeGraph.Cypher.Text;", "Cypher.Text")]
    [InlineData("using KnowledgeGraph.Cypher.Compiling.Paths;", "Cypher.Compiling.Paths")]
    [InlineData("  var x = new Compiling.StatementCompiler(model);", "Cypher.Compiling")]
    [InlineData("  var x = Layout.GraphLayout.Id;", "Cypher.Layout")]
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

    /// <summary>By a `using`, by the full name, or by the folder's name, as a namespace beside may be named.</summary>
    private static IEnumerable<string> Named(string text) =>
        Names().Matches(Code(text)).Select(m => m.Groups["part"].Success ? $"Cypher.{m.Groups["part"].Value}" : m.Groups["folder"].Value);

    /// <summary>A source without its namespace and the lines that are comments.</summary>
    private static string Code(string text) =>
        string.Join('\n', text.Split('\n').Where(l => !Comment().IsMatch(l) && !l.StartsWith("namespace ", StringComparison.Ordinal)));

    [GeneratedRegex(@"(?<![\w.])(KnowledgeGraph\.(?<folder>Model|Changes|Schema|Responses|Planning|Graph\.Storage|Graph\.Reading|Graph|Cypher\.Compiling\.\w+|Cypher\.\w+|Cypher)\b|(?<folder>Changes|Schema|Responses|Planning|Graph|Cypher)\.(?=[A-Z])|(?<part>Layout|Rows|Compiling)\.(?=[A-Z]\w*[.(]))")]
    private static partial Regex Names();

    [GeneratedRegex(@"class (?<name>\w+)\b[^{;]*: IItemSource<|class (?<name>(Aggregate|Path)\w*)")]
    private static partial Regex Compilers();

    [GeneratedRegex(@"\b(MATCH \(|MERGE \(|CREATE (\(|CONSTRAINT|\w+ INDEX)|UNWIND |RETURN |DETACH DELETE|CALL (\(|\w+\.)|SHOW [A-Z]+|EXPLAIN )")]
    private static partial Regex Clauses();

    [GeneratedRegex(@"^\s*//")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(global )?using (static )?(\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^(System\.IO(\.(?!Pipelines$).*)?|Microsoft\..*|System\.Net(\..*)?|System\.Data(\..*)?)$")]
    private static partial Regex Impure();
}
