using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;
using Snapshooter;
using Snapshooter.Xunit;

namespace KnowledgeGraph.Tests.Cases;

/// <summary>
/// A document with its files beside it in <c>__snapshots__</c>: plan, statement and response. Named questions have only their response, because
/// the plan and the statement are not what they are for. Those in <c>wider</c> are asked of the whole seed, all others of the article. A comment at
/// the top may say <c># graph: rule</c>, <c># variables: {…}</c>, <c># lens: {…}</c> and <c># viewer: {…}</c>.
/// </summary>
internal sealed class Case
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _text;
    private readonly string _folder;

    private Case(string name, string file, string folder, string graph = "article")
    {
        (Name, _text, _folder) = (name, File.ReadAllText(file), folder);
        Graph = Header("graph") ?? graph;
    }

    /// <summary>Its path among the cases, such as <c>roots/node</c>; of a named question <c>questions/…</c>.</summary>
    public string Name { get; }
    public string Graph { get; }
    public bool IsNamedQuestion => Name.StartsWith("questions/", StringComparison.Ordinal);

    private static string Folder => Path.Combine(SeedFolders.Tests, "Cases");

    /// <summary>Every *.graphql file beside this one, and every named question.</summary>
    public static IEnumerable<Case> All =>
    [
        .. Directory.EnumerateFiles(Folder, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => new Case(Path.ChangeExtension(Path.GetRelativePath(Folder, f), null), f, Path.GetDirectoryName(f)!)),
        .. SeedFolders.QuestionNames.Select(q => new Case(
            $"questions/{q}", Path.Combine(SeedFolders.Questions, q + ".graphql"), Path.Combine(Folder, "questions", Path.GetDirectoryName(q)!),
            Path.GetDirectoryName(q) == "wider" ? "seed" : "article")),
    ];

    private static readonly Lazy<Dictionary<string, Case>> s_byName = new(() => All.ToDictionary(c => c.Name));

    public static Case Named(string name) => s_byName.Value[name];

    /// <summary>The plan with its values; a <see cref="GraphErrorException"/> where it is refused.</summary>
    public BoundPlan Bind() =>
        Operation.Parse(TestGraph.Schema, _text, null).Bind(
            Values("variables"), lens: Header("lens") is null ? null : LensReader.Read(Values("lens")),
            viewer: Header("viewer") is { } viewer ? JsonSerializer.Deserialize<Viewer>(viewer, JsonSerializerOptions.Web) : null);

    private Dictionary<string, object?> Values(string header) => Header(header) is { } json ? Variables(JsonNode.Parse(json)!.AsObject()) : [];

    /// <summary>Compares the answer, or the refusal, with the case's file.</summary>
    public void CheckAnswer(Func<BoundPlan, string> ask)
    {
        string answer;
        try
        {
            answer = ask(Bind());
        }
        catch (GraphErrorException e)
        {
            answer = Encoding.UTF8.GetString(ErrorWriter.Write(e.Errors).Span);
        }
        Check("json", JsonNode.Parse(answer)!.ToJsonString(s_indented) + "\n");
    }

    /// <summary>Compares one of the texts that the case is made into with its file.</summary>
    public void Check(string kind, string text) => Snapshot.Match(text, new SnapshotFullName($"{Path.GetFileName(Name)}.{kind}.snap", _folder));

    private string? Header(string name) => _text.Split('\n').TakeWhile(l => l.StartsWith('#'))
        .FirstOrDefault(l => l.StartsWith($"# {name}: ", StringComparison.Ordinal))?[$"# {name}: ".Length..].Trim();

    internal static Dictionary<string, object?> Variables(JsonObject json) => json.ToDictionary(p => p.Key, p => Value(p.Value));

    private static object? Value(JsonNode? node) => node switch
    {
        null => null,
        JsonObject fields => Variables(fields),
        JsonArray items => items.Select(Value).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => node.AsValue().TryGetValue<int>(out var whole) ? (object)whole : node.GetValue<double>(),
        },
    };
}
