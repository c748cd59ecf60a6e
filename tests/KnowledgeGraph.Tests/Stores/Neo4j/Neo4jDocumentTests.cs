using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores.Neo4j;
using Snapshooter;
using Snapshooter.Xunit;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>The Cypher questions of docs/neo4j.md, as they stand there, asked of the whole seed.</summary>
[Collection(StoreDatabase.Name)]
public sealed partial class Neo4jDocumentTests
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [SkippableFact]
    public async Task Every_question_has_its_answer()
    {
        var address = await StoreDatabase.Empty(Protocol.QueryApi);
        using var store = new Neo4jStore(address, TestGraph.Model, TimeProvider.System);
        await store.Open(() => Seeder.Propose(SeedReader.Read(TestGraph.Model, SeedFolders.Seed)), null, default);

        var text = (await File.ReadAllTextAsync(Path.Combine(SeedFolders.Tests, "..", "..", "docs", "neo4j.md"))).ReplaceLineEndings("\n");
        var questions = Question().Matches(text).Select(m => (Title: m.Groups["title"].Value, Cypher: m.Groups["cypher"].Value)).ToList();
        Assert.Equal(10, questions.Count);
        var answers = new StringBuilder();
        foreach (var (title, cypher) in questions)
        {
            var rows = await Ask(address, cypher);
            Assert.True(rows.Count > 0, title);
            answers.Append(title).Append('\n');
            // A node or a relationship has ids of this one database.
            foreach (var row in rows.Select(r => (JsonArray)r!).Where(r => !r.ToJsonString().Contains("elementId", StringComparison.Ordinal)))
                answers.Append("  ").Append(row.ToJsonString(s_relaxed)).Append('\n');
        }
        Snapshot.Match(answers.ToString(), new SnapshotFullName("questions.snap", Path.Combine(SeedFolders.Tests, "Neo4j")));
    }

    private static async Task<JsonArray> Ask(Neo4jAddress address, string cypher)
    {
        using var client = new HttpClient { BaseAddress = address.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.User}:{address.Password}")));
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        using var content = new StringContent(JsonSerializer.Serialize(new { statement = cypher }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/db/neo4j/query/v2", content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Null(answer["errors"]);
        return (JsonArray)answer["data"]!["values"]!;
    }

    [GeneratedRegex(@"^### (?<title>[^\n]+)\n\n```cypher\n(?<cypher>.*?)```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Question();
}
