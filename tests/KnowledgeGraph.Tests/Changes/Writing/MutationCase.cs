using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Snapshooter;
using Snapshooter.Xunit;

namespace KnowledgeGraph.Tests.Changes.Writing;

/// <summary>
/// A document whose operations run one after another on the article's graph. Its snapshot has the plan of each mutation, the response of each operation,
/// and the version after it. It is the same for both stores.
/// </summary>
internal static class MutationCase
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(SeedFolders.Tests, "Changes", "Writing", "cases");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.graphql").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);

    public static async Task Check(string name, IGraphStore store)
    {
        await store.Open(() => Seeder.Propose(SeedReader.Read(TestGraph.Model, Path.Combine(SeedFolders.Seed, "article"))), waiting: null, default);
        using var runner = new OperationRunner(
            TestGraph.Schema, store, PersistedOperations.None, new ServerOptions(), new TemporaryFolder.StoppedClock(), NullLogger<OperationRunner>.Instance);
        var document = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".graphql"));
        var text = new StringBuilder();
        foreach (var operation in Parser.Parse<GraphQLDocument>(document).Definitions.OfType<GraphQLOperationDefinition>())
        {
            var title = operation.Name!.StringValue;
            text.Append("# ").Append(title).Append('\n');
            if (operation.Operation == OperationType.Mutation)
                text.Append(Operation.Parse(TestGraph.Schema, document, title).Bind(new Dictionary<string, object?>()).Plan);
            text.Append(JsonNode.Parse(await Answer(runner, document, title))!.ToJsonString(s_indented)).Append('\n');
            text.Append("version ").Append((await store.State(default)).Version).Append("\n\n");
        }
        Snapshot.Match(text.ToString(), new SnapshotFullName($"{name}.snap", Folder));
    }

    private static async Task<string> Answer(OperationRunner runner, string document, string operation)
    {
        using var answer = new ResponseBuffer();
        var body = new JsonObject { ["query"] = document, ["operationName"] = operation }.ToJsonString();
        var request = RequestReader.Read(Encoding.UTF8.GetBytes(body), runner.MaxListSize);
        request.Caller = new Caller("ana", null, [Scope.Write], DateTimeOffset.MaxValue);
        try
        {
            await runner.Run(request, answer, CancellationToken.None);
            return Encoding.UTF8.GetString(answer.Written.Span);
        }
        catch (GraphErrorException e)
        {
            return Encoding.UTF8.GetString(ErrorWriter.Write(e.Errors).Span);
        }
    }
}
