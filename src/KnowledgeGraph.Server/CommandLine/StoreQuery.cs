using System.Text.Json;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Writing;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Operations;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Runs an operation on a store without a server. The operator, who can use the store, may do everything, and has no name in the history.</summary>
internal static class StoreQuery
{
    private static readonly Author s_operator = new(Subject: null, IsAdmin: true);

    public static async Task<JsonDocument> Ask(
        ServerOptions options, string document, IReadOnlyDictionary<string, object?> variables, string? name, Terminal terminal, CancellationToken stop)
    {
        var model = GraphModel.Load();
        var operation = Operation.Parse(GraphSchema.Create(model), document, name, limits: null, stop);
        using var store = await ExistingStore.Open(options, model, terminal, stop);
        if ((await store.State(stop)).Version == 0)
            await terminal.Error.WriteLineAsync($"{store.Name}: The graph is empty. Run `seed` or `serve` to fill it.");
        using var answer = new ResponseBuffer();
        var (plan, today) = (operation.Bind(variables, stop: stop), DateOnly.FromDateTime(DateTime.UtcNow));
        if (plan.Plan.Writes is not null)
            await new WriteRunner(store).Run(BoundWrite.Of(model, plan, s_operator, today), today, bookmark: null, answer, stop);
        else
            await store.Answer(await ProposalReader.Read(plan, store, stop), today, answer, bookmark: null, stop);
        ExtensionsWriter.AddTo(answer, plan, withCost: false);
        return JsonDocument.Parse(answer.Written.ToArray());
    }
}
