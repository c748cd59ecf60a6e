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
                text.Append(PlanOf(document, title));
            text.Append(JsonNode.Parse(await Answer(runner, document, title))!.ToJsonString(s_indented)).Append('\n');
            text.Append("version ").Append((await store.State(default)).Version).Append("\n\n");
        }
        Snapshot.Match(text.ToString(), new SnapshotFullName($"{name}.snap", Folder));
    }

    /// <summary>The plan in words; empty if the operation is refused, as its response then shows.</summary>
    private static string PlanOf(string document, string operation)
    {
        try
        {
            return Operation.Parse(TestGraph.Schema, document, operation).Bind(new Dictionary<string, object?>()).Plan.ToString();
        }
        catch (GraphErrorException)
        {
            return "";
        }
    }

    private static async Task<string> Answer(OperationRunner runner, string document, string operation)
    {
        using var answer = new ResponseBuffer();
        var body = new JsonObject { ["query"] = document, ["operationName"] = operation }.ToJsonString();
        var request = RequestReader.Read(Encoding.UTF8.GetBytes(body), runner.MaxListSize);
        request.Caller = CallerOf(operation);
        try
        {
            await runner.Run(request, answer, CancellationToken.None);
            return Encoding.UTF8.GetString(answer.Written.Span);
        }
        catch (GraphErrorException e)
        {
            return Encoding.UTF8.GetString(ErrorWriter.Write(e.Errors).Span);
        }
        catch (RequestRefusedException e)
        {
            return new JsonObject { ["refused"] = e.Code, ["message"] = e.Message }.ToJsonString();
        }
    }

    /// <summary>Ana writes, unless the name of the operation begins with another one.</summary>
    private static Caller CallerOf(string operation) => operation.Split('_')[0] switch
    {
        "Ben" => new("ben", null, [Scope.Write], DateTimeOffset.MaxValue),
        "Rita" => new("rita", null, [Scope.Review], DateTimeOffset.MaxValue),
        "Ada" => new("ada", null, [Scope.Admin], DateTimeOffset.MaxValue),
        _ => new("ana", null, [Scope.Write], DateTimeOffset.MaxValue),
    };
}
