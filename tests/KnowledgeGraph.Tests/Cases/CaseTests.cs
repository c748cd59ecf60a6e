using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Http;
using Snapshooter;
using Snapshooter.Xunit;

namespace KnowledgeGraph.Tests.Cases;

/// <summary>
/// Every *.graphql file beside this one, and every named question, is a case: its plan and its answer, or its refusal, stand in
/// <c>__snapshots__</c>. Questions in <c>wider</c> are asked of the whole seed, all else of the article. A comment at the top may say <c># graph: rule</c> and <c># variables: {…}</c>.
/// </summary>
public sealed class CaseTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            cases.Add(Path.GetRelativePath(Folder, file)[..^".graphql".Length]);
        return cases;
    }

    public static TheoryData<string> Questions()
    {
        var questions = new TheoryData<string>();
        foreach (var question in SeedFolders.QuestionNames)
            questions.Add(question);
        return questions;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case(string name) =>
        Check(File.ReadAllText(Path.Combine(Folder, name + ".graphql")), Path.GetFileName(name), Path.Combine(Folder, Path.GetDirectoryName(name)!));

    [Theory]
    [MemberData(nameof(Questions))]
    public void Question(string name) => Check(
        File.ReadAllText(Path.Combine(SeedFolders.Questions, name + ".graphql")), Path.GetFileName(name),
        Path.Combine(Folder, "questions", Path.GetDirectoryName(name)!), Path.GetDirectoryName(name) == "wider" ? "seed" : "article");

    private static string Folder => Path.Combine(SeedFolders.Tests, "Cases");

    private static void Check(string text, string name, string folder, string graph = "article")
    {
        var variables = Header(text, "variables") is { } json ? Variables(JsonNode.Parse(json)!.AsObject()) : [];
        string answer;
        try
        {
            var operation = Operation.Parse(TestGraph.Schema, text, null);
            var plan = operation.Bind(variables);
            Snapshot.Match(plan.Plan.ToString(), new SnapshotFullName($"{name}.plan.snap", folder));
            using var buffer = new AnswerBuffer();
            SnapshotExecutor.Execute(plan, SeedFolders.Graph(Header(text, "graph") ?? graph), TestGraph.Today, buffer);
            answer = Encoding.UTF8.GetString(buffer.Written.Span);
        }
        catch (GraphErrorException e)
        {
            answer = Encoding.UTF8.GetString(ErrorWriter.Write(e.Errors).Span);
        }
        Snapshot.Match(JsonNode.Parse(answer)!.ToJsonString(s_indented) + "\n", new SnapshotFullName($"{name}.json.snap", folder));
    }

    private static string? Header(string text, string name) => text.Split('\n').TakeWhile(l => l.StartsWith('#'))
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
