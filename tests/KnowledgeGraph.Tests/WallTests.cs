using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Http;

namespace KnowledgeGraph.Tests;

/// <summary>
/// Which folder may use which, in the pure project and in the server. The sources show each name that is written, also that of a constant.
/// The compiled code shows each type that is used, also where no name is written.
/// </summary>
public sealed partial class WallTests
{
    /// <summary>What a plan is made of.</summary>
    private static readonly string[] s_plan = ["Planning", "Planning.Fields", "Planning.Operands", "Planning.Parameters"];

    private static readonly Dictionary<string, string[]> s_sees = new()
    {
        ["Model"] = [],
        ["Matching"] = ["Model"],
        ["Citations"] = [],
        ["History"] = [],
        ["Changes"] = ["Model", "History"],
        ["Changes.Review"] = ["Model", "Changes"],
        ["Changes.Seeding"] = ["Model", "Changes"],
        ["Changes.Writing"] = ["Model", "Changes", "Changes.Review", "History"],
        ["Schema"] = ["Model", "Schema.Mutations"],
        ["Schema.Mutations"] = ["Model", "History", "Schema"],
        ["Responses"] = ["Model"],
        ["Evidence"] = ["Model", "Responses"],
        ["Planning"] = ["Model", "Evidence", "Schema", "Schema.Mutations", "Responses", "Planning.Writing", "Planning.Proposals", "Planning.Fields", "Planning.Operands", "Planning.Parameters"],
        ["Planning.Fields"] = ["Model", "Changes", "Schema", "Responses", "Planning", "Planning.Operands", "Planning.Parameters"],
        ["Planning.Operands"] = ["Model", "Planning"],
        ["Planning.Parameters"] = ["Model", "Changes", "History", "Schema", "Responses", "Planning"],
        ["Planning.Proposals"] = ["Model", "History", "Schema", "Responses", "Planning", "Planning.Fields", "Planning.Parameters"],
        ["Planning.Writing"] = ["Model", "History", "Changes", "Changes.Writing", "Planning.Proposals", "Schema", "Schema.Mutations", "Responses", "Planning", "Planning.Fields", "Planning.Parameters"],
        ["Graph.Storage"] = ["Model", "Evidence", "Changes", "History"],
        ["Graph.Reading"] = ["Model", "Changes", "Evidence", "Responses", .. s_plan, "Graph.Storage", "Graph.Reading.Items", "Graph.Reading.Connections", "Graph.Reading.Aggregates", "Graph.Reading.Paths"],
        ["Graph.Reading.Items"] = ["Model", "Responses", .. s_plan, "Graph.Storage", "Graph.Reading"],
        ["Graph.Reading.Connections"] = ["Model", "History", "Responses", .. s_plan, "Graph.Storage", "Graph.Reading", "Graph.Reading.Items"],
        ["Graph.Reading.Aggregates"] = ["Model", "Responses", .. s_plan, "Graph.Storage", "Graph.Reading", "Graph.Reading.Items"],
        ["Graph.Reading.Paths"] = ["Model", "Responses", .. s_plan, "Graph.Storage", "Graph.Reading"],
        ["Graph"] = ["Model", "Changes", "Changes.Writing", "History", "Responses", .. s_plan, "Graph.Storage", "Graph.Reading"],
        ["Cypher.Text"] = ["Model"],
        ["Cypher.Layout"] = ["Model", "Evidence", "Changes", "History", "Cypher.Text"],
        ["Cypher.Rows"] = ["Model", .. s_plan, "Responses", "Cypher.Layout"],
        ["Cypher.Compiling"] =
        [
            "Model", "Changes", "Evidence", .. s_plan, "Responses", "Cypher.Text", "Cypher.Layout", "Cypher.Rows",
            "Cypher.Compiling.Connections", "Cypher.Compiling.Aggregates", "Cypher.Compiling.Paths",
        ],
        ["Cypher.Compiling.Connections"] = ["Model", .. s_plan, "Cypher.Text", "Cypher.Layout", "Cypher.Rows"],
        ["Cypher.Compiling.Aggregates"] = ["Model", .. s_plan, "Cypher.Text", "Cypher.Rows"],
        ["Cypher.Compiling.Paths"] = ["Model", .. s_plan, "Cypher.Text", "Cypher.Layout", "Cypher.Rows"],
    };

    /// <summary>Each folder counts with its sub-folders. Every folder may use <see cref="ServerOptions"/>.</summary>
    private static readonly Dictionary<string, string[]> s_serverSees = new()
    {
        ["Requests"] = [],
        ["Stores"] = ["Requests"],
        ["Seeding"] = [],
        ["Access"] = ["Requests"],
        ["Operations"] = ["Requests", "Access", "Stores"],
        ["Exporting"] = ["Seeding"],
        ["Importing"] = ["Seeding", "Stores"],
        ["Adopting"] = ["Seeding", "Stores", "Importing"],
        ["WebSockets"] = ["Requests", "Access", "Operations"],
        ["Questions"] = ["Requests", "Operations"],
        ["Agents"] = ["Requests", "Access", "Operations", "Questions"],
        ["Http"] = ["Requests", "Access", "Stores", "Operations", "Questions", "Exporting", "Agents"],
        ["CommandLine"] = ["Requests", "Access", "Stores", "Seeding", "Operations", "Questions", "Exporting", "Importing", "Adopting", "Agents"],
        ["Reconciliation"] = ["Requests", "Access", "Operations", "Http"],
    };

    /// <summary>The types that put the server together, with the folders that each may use beyond its own.</summary>
    private static readonly Dictionary<string, string[]> s_compositions = new()
    {
        [nameof(WebServer)] = ["WebSockets", "Reconciliation"],
        [nameof(ServeCommand)] = ["Http"],
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
    public void A_type_uses_only_what_lies_below_its_folder()
    {
        var below = s_sees.Keys.ToDictionary(f => f, Below);
        var wrong = from reference in TypeReferences.In(typeof(GraphModel).Assembly)
                    let user = FolderOf(reference.User, "KnowledgeGraph.")
                    let used = FolderOf(reference.Used, "KnowledgeGraph.")
                    where user is not null && used is not null && user != used && !below[user].Contains(used)
                    select $"{reference.User} uses {reference.Used}";
        Assert.Empty(wrong);
    }

    /// <summary>What a folder sees, directly or through others. A sub-folder sees its folder, but not the other sub-folders of it.</summary>
    private static HashSet<string> Below(string folder)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([folder, .. s_sees.Keys.Where(f => IsWithin(folder, f))]);
        found.UnionWith(open);
        while (open.TryPop(out var next))
            foreach (var seen in s_sees[next].Where(s => (next == folder || !IsWithin(s, next)) && found.Add(s)))
                open.Push(seen);
        return found;
    }

    private static bool IsWithin(string folder, string other) => folder.StartsWith(other + ".", StringComparison.Ordinal);

    [Fact]
    public void Every_folder_of_the_server_has_its_wall() =>
        Assert.Empty(ServerSources().Select(s => s.Folder).Where(f => f.Length > 0).Distinct().Except(s_serverSees.Keys));

    [Fact]
    public void A_folder_of_the_server_names_only_those_that_it_may()
    {
        var wrong = from source in ServerSources()
                    from Match name in ServerNames().Matches(Code(source.Text))
                    let used = name.Groups["folder"].Value
                    where !MaySee(source.Folder, used, Path.GetFileNameWithoutExtension(source.File))
                    select $"{source.File} names {used}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void A_type_of_the_server_uses_only_the_folders_that_it_may()
    {
        var wrong = from reference in TypeReferences.In(typeof(ServerOptions).Assembly)
                    let user = FolderOf(reference.User, "KnowledgeGraph.Server.")?.Split('.')[0]
                    let used = FolderOf(reference.Used, "KnowledgeGraph.Server.")?.Split('.')[0]
                    where user is not null && used is not null && !MaySee(user, used, reference.User.Name)
                    select $"{reference.User} uses {reference.Used}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Types_are_seen_in_the_compiled_code()
    {
        var used = TypeReferences.In(typeof(ServerOptions).Assembly).Where(r => r.User == typeof(ServeCommand)).Select(r => r.Used).ToList();
        // An option in a local variable of an async method, a static call, a type of the program itself.
        Assert.Contains(typeof(ServerOptions), used);
        Assert.Contains(typeof(WebServer), used);
        Assert.Contains(typeof(Terminal), used);
    }

    /// <param name="user">The folder; empty for the program itself, which may use every folder.</param>
    private static bool MaySee(string user, string used, string type) =>
        user.Length == 0 || user == used || s_serverSees[user].Contains(used) || s_compositions.GetValueOrDefault(type)?.Contains(used) == true;

    /// <summary>The folder of a type; null for generated types and for those directly in the project.</summary>
    private static string? FolderOf(Type type, string project) =>
        type.Namespace?.StartsWith(project, StringComparison.Ordinal) == true ? type.Namespace[project.Length..] : null;

    private static IEnumerable<(string Folder, string File, string Text)> ServerSources() =>
        Sources("KnowledgeGraph.Server").Select(s => (s.Folder.Split('.')[0], s.File, s.Text));

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
    [InlineData("using static KnowledgeGraph.Graph.Reading.ValueComparison;", "Graph.Reading")]
    [InlineData("using KnowledgeGraph.Graph.Reading.Paths;", "Graph.Reading.Paths")]
    [InlineData("global using KnowledgeGraph.Schema;", "Schema")]
    [InlineData("  var x = new Graph.JsonText();", "Graph")]
    [InlineData("  KnowledgeGraph.Changes.ChangeLocation? location;", "Changes")]
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
        Names().Matches(Code(text)).Select(m => m.Groups["part"].Success ? $"Cypher.{m.Groups["part"].Value}" : m.Groups["folder"].Value);

    /// <summary>A source without its namespace and the lines that are comments.</summary>
    private static string Code(string text) =>
        string.Join('\n', text.Split('\n').Where(l => !Comment().IsMatch(l) && !l.StartsWith("namespace ", StringComparison.Ordinal)));

    [GeneratedRegex(@"(?<![\w.])(KnowledgeGraph\.(?<folder>Model|Citations|Changes|History|Schema|Responses|Planning|Graph\.Storage|Graph\.Reading\.(Items|Connections|Aggregates|Paths)|Graph\.Reading|Graph|Cypher\.Compiling\.\w+|Cypher\.\w+|Cypher)\b|(?<folder>Changes|Schema|Responses|Planning|Graph|Cypher)\.(?=[A-Z])|(?<part>Layout|Rows|Compiling)\.(?=[A-Z]\w*[.(]))")]
    private static partial Regex Names();

    [GeneratedRegex(@"class (?<name>\w+)\b[^{;]*: IItemSource<|class (?<name>(Aggregate|Path)\w*)")]
    private static partial Regex Compilers();

    [GeneratedRegex(@"\b(MATCH \(|MERGE \(|CREATE (\(|CONSTRAINT|\w+ INDEX)|UNWIND |RETURN |DETACH DELETE|CALL (\(|\w+\.)|SHOW [A-Z]+|EXPLAIN )")]
    private static partial Regex Clauses();
    [GeneratedRegex(@"(?<![\w.])(KnowledgeGraph\.Server\.(?<folder>\w+)\b|(?<folder>Requests|Access|Stores|Seeding|Operations|WebSockets|Http|CommandLine)\.(?=[A-Z]))")]
    private static partial Regex ServerNames();

    [GeneratedRegex(@"^\s*//")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(global )?using (static )?(\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^(System\.IO(\.(?!Pipelines$).*)?|Microsoft\..*|System\.Net(\..*)?|System\.Data(\..*)?)$")]
    private static partial Regex Impure();
}
