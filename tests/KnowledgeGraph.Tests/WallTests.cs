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
        ["Cypher"] = ["Model", "Changes", "Planning", "Responses"],
    };

    /// <summary>Each folder counts with its sub-folders. Every folder may use <see cref="ServerOptions"/>.</summary>
    private static readonly Dictionary<string, string[]> s_serverSees = new()
    {
        ["Requests"] = [],
        ["Stores"] = ["Requests"],
        ["Seeding"] = [],
        ["Operations"] = ["Requests", "Stores"],
        ["WebSockets"] = ["Requests", "Operations"],
        ["Http"] = ["Requests", "Stores", "Operations"],
        ["CommandLine"] = ["Requests", "Stores", "Seeding", "Operations"],
    };

    /// <summary>The types that put the server together, with the folder that each may use beyond its own.</summary>
    private static readonly Dictionary<string, string> s_compositions = new()
    {
        [nameof(WebServer)] = "WebSockets",
        [nameof(ServeCommand)] = "Http",
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
    public void A_type_uses_only_what_lies_below_its_folder()
    {
        var below = s_sees.Keys.ToDictionary(f => f, f => Below(f).ToHashSet());
        var wrong = from reference in TypeReferences.In(typeof(GraphModel).Assembly)
                    let user = FolderOf(reference.User, "KnowledgeGraph.")
                    let used = FolderOf(reference.Used, "KnowledgeGraph.")
                    where user is not null && used is not null && user != used && !below[user].Contains(used)
                    select $"{reference.User} uses {reference.Used}";
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Below(string folder) => s_sees[folder].SelectMany(f => Below(f).Prepend(f));

    [Fact]
    public void Every_folder_of_the_server_has_its_wall() =>
        Assert.Empty(ServerSources().Select(s => s.Folder).Where(f => f.Length > 0).Distinct().Except(s_serverSees.Keys));

    [Fact]
    public void A_folder_of_the_server_names_only_those_that_it_may()
    {
        var wrong = from source in ServerSources()
                    from Match name in ServerNames().Matches(WithoutComments(source.Text))
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
        user.Length == 0 || user == used || s_serverSees[user].Contains(used) || s_compositions.GetValueOrDefault(type) == used;

    /// <summary>The folder of a type; null for generated types and for those directly in the project.</summary>
    private static string? FolderOf(Type type, string project) =>
        type.Namespace?.StartsWith(project, StringComparison.Ordinal) == true ? type.Namespace[project.Length..] : null;

    private static IEnumerable<(string Folder, string File, string Text)> ServerSources()
    {
        var server = s_pure + ".Server";
        return Directory.EnumerateFiles(server, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(server, f))
            .Select(f => (Path.GetDirectoryName(f)!.Split(Path.DirectorySeparatorChar)[0], f, File.ReadAllText(Path.Combine(server, f))));
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
    [InlineData("using static KnowledgeGraph.Graph.Reading.Execution;", "Graph.Reading")]
    [InlineData("global using KnowledgeGraph.Schema;", "Schema")]
    [InlineData("  var x = new Graph.JsonText();", "Graph")]
    [InlineData("  KnowledgeGraph.Changes.ChangeLocation? location;", "Changes")]
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
        Names().Matches(WithoutComments(text)).Select(m => m.Groups["folder"].Value);

    private static string WithoutComments(string text) =>
        string.Join('\n', text.Split('\n').Where(l => !Comment().IsMatch(l) && !l.StartsWith("namespace ", StringComparison.Ordinal)));

    [GeneratedRegex(@"(?<![\w.])(KnowledgeGraph\.(?<folder>Model|Changes|Schema|Responses|Planning|Graph\.Storage|Graph\.Reading|Graph|Cypher)\b|(?<folder>Changes|Schema|Responses|Planning|Graph|Cypher)\.(?=[A-Z]))")]
    private static partial Regex Names();

    [GeneratedRegex(@"(?<![\w.])(KnowledgeGraph\.Server\.(?<folder>\w+)\b|(?<folder>Requests|Stores|Seeding|Operations|WebSockets|Http|CommandLine)\.(?=[A-Z]))")]
    private static partial Regex ServerNames();

    [GeneratedRegex(@"^\s*//")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(global )?using (static )?(\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^(System\.IO(\.(?!Pipelines$).*)?|Microsoft\..*|System\.Net(\..*)?|System\.Data(\..*)?)$")]
    private static partial Regex Impure();
}
