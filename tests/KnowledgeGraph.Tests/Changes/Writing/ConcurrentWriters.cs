using System.Collections.Concurrent;
using System.Diagnostics;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.History;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Stores;

namespace KnowledgeGraph.Tests.Changes.Writing;

/// <summary>
/// Clients that write at once to a few nodes, at random. Every outcome must be explained by some order of the operations, one after another, in which each comes
/// after those that had ended when it began. The version that an operation made says where it belongs, and a second store, which runs the operations in that
/// order, says what comes of it.
/// </summary>
internal static class ConcurrentWriters
{
    private const int Clients = 8;
    private const int OperationsEach = 12;

    private static readonly string[] s_ids = ["objective:a", "objective:b", "objective:c"];

    /// <summary>An operation of a client, and what came of it.</summary>
    /// <param name="Title">The title of the proposal that it made; null for none.</param>
    private sealed record Ran(int Client, Write Write, string? Title, Outcome Outcome, long Began, long Ended)
    {
        public override string ToString() => $"client {Client}: {Write.Kind.GetType().Name} → {Outcome}";
    }

    /// <summary>What came of an operation.</summary>
    /// <param name="Text">What it changed or proposed, or why it was refused.</param>
    /// <param name="At">The version of the graph afterwards; null if it was refused.</param>
    /// <param name="IsCommit">Whether it made that version.</param>
    /// <param name="Number">The number of the proposal that it made; 0 for none.</param>
    private sealed record Outcome(string Text, long? At, bool IsCommit = false, long Number = 0);

    /// <param name="withProposals">Whether some operations are proposed. The store must say at which version it stored a proposal.</param>
    public static async Task Check(int seed, IGraphStore store, bool withProposals)
    {
        await store.Open(() => ProposedChange.Of(s_first), waiting: null, default);
        var ran = new ConcurrentBag<Ran>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var choices = new Choices((seed * Clients) + client);
            for (var i = 0; i < OperationsEach; i++)
            {
                var (write, isProposal) = Draw(choices, (await store.State(default)).Version);
                var title = isProposal && withProposals ? $"{client} {i}" : null;
                var began = Stopwatch.GetTimestamp();
                var outcome = await Run(store, write, client, title);
                ran.Add(new(client, write, title, outcome, began, Stopwatch.GetTimestamp()));
            }
        })));
        using var folder = new TemporaryFolder();
        using IGraphStore model = folder.Open();
        await model.Open(() => ProposedChange.Of(s_first), waiting: null, default);
        await Explain([.. ran], model);
        Assert.Equal(await TextOf(model), await TextOf(store));
    }

    private static readonly ChangeSet s_first = new()
    {
        Nodes = [TestGraph.Node("Claim", "claim:c", ("statement", "They serve each other."))],
    };

    private static (Write Write, bool IsProposal) Draw(Choices choices, long version)
    {
        var (id, other) = (choices.Of(s_ids), choices.Of(s_ids));
        var objective = TestGraph.Model.FindNodeType("Objective")!;
        Dictionary<string, object?> Update() => new()
        {
            ["id"] = id,
            ["set"] = new Dictionary<string, object?> { ["theme"] = choices.Of(["x", "y", "z"]) },
            ["expectedRevision"] = choices.Chance(40) ? 1 + choices.Below((int)version + 1) : null,
        };
        (WriteKind Kind, Dictionary<string, object?> Input) drawn = choices.Below(10) switch
        {
            0 or 1 => (new WriteKind.CreateNode(objective), new() { ["id"] = id, ["name"] = id, ["theme"] = "new" }),
            2 or 3 or 4 => (new WriteKind.UpdateNode(objective), Update()),
            5 => (new WriteKind.DeleteNode(objective), new() { ["id"] = id }),
            6 => (new WriteKind.AddRelationship(), new()
            {
                ["servesObjective"] = new Dictionary<string, object?>
                {
                    ["from"] = id,
                    ["to"] = other,
                    ["evidence"] = new Dictionary<string, object?> { ["claim"] = "claim:c" },
                },
            }),
            7 => (new WriteKind.Undo(), new() { ["id"] = $"change:{1 + choices.Below((int)version)}" }),
            8 => (new WriteKind.AcceptProposal(), new() { ["id"] = $"proposal:{1 + choices.Below(5)}" }),
            _ => (new WriteKind.MergeNodes(), new() { ["from"] = id, ["into"] = other }),
        };
        return (new Write(drawn.Kind, WriteInput.Of(drawn.Input, 0)), drawn.Kind is WriteKind.UpdateNode && choices.Chance(40));
    }

    private static async Task<Outcome> Run(IGraphStore store, Write write, int client, string? title, bool isDryRun = false)
    {
        var operation = new WriteOperation(TestGraph.Model, [write], new Author($"client {client}", IsAdmin: true));
        try
        {
            var proposed = operation.Propose(note: null, title is null || isDryRun ? null : new NewProposal(title)) with { IsDryRun = isDryRun };
            var committed = await store.Commit(proposed, response: null, default);
            if (title is null || isDryRun)
                return new(Entries(committed.Entries.Select(e => new RecordedEntry(0, e.Kind.ToString().ToUpperInvariant(), e.Id, e.Type, null, null, RecordJson.Encode(e.Fields)))), committed.Version, committed.Id is not null);
            var all = await store.Proposals(await store.ProposalNumbers([.. Enum.GetValues<ProposalStatus>()], default), withConflicts: false, default);
            return all.FirstOrDefault(p => p.Proposal.Title == title) is { Proposal: var made } ? new(Entries(made.Entries), committed.Version, Number: made.Number) : new("", committed.Version);
        }
        catch (ChangeRefusedException refused)
        {
            return new($"refused: {string.Join(' ', refused.Errors.Select(e => $"{e.Message} {e.Conflict?.Revision} {e.Conflict?.ChangedBy}"))}", At: null);
        }
    }

    private static string Entries(IEnumerable<RecordedEntry> entries) =>
        string.Join(' ', entries.Select(e => $"{e.Kind} {e.Subject} {System.Text.Encoding.UTF8.GetString(e.Fields)}"));

    /// <summary>Runs the operations one after another on the model, in an order that explains their outcomes.</summary>
    private static async Task Explain(List<Ran> open, IGraphStore model)
    {
        var proposals = 0L;
        while (open.Count > 0)
        {
            var version = model.Version!.Value;
            var next = open.Where(o => !open.Exists(other => other.Ended < o.Began)).ToList();
            // What was refused changed nothing, so that it is best placed as early as it fits. Then comes what makes no version.
            var ran = await FindRefused(next, model)
                ?? next.Find(o => o.Outcome is { IsCommit: false, At: { } at } && at == version && (o.Outcome.Number == 0 || o.Outcome.Number == proposals + 1))
                ?? next.Find(o => o.Outcome.IsCommit && o.Outcome.At == version + 1);
            Assert.True(ran is not null, $"No order explains these operations after version {version}:\n{string.Join('\n', next)}");
            if (ran.Outcome.At is not null)
                Assert.Equal(ran.Outcome, await Run(model, ran.Write, ran.Client, ran.Title));
            proposals = Math.Max(proposals, ran.Outcome.Number);
            open.Remove(ran);
        }
    }

    /// <summary>An operation that was refused as it would be now.</summary>
    private static async Task<Ran?> FindRefused(List<Ran> next, IGraphStore model)
    {
        foreach (var one in next.Where(o => o.Outcome.At is null))
            if (await Run(model, one.Write, one.Client, one.Title, isDryRun: true) == one.Outcome)
                return one;
        return null;
    }

    /// <summary>All records with their revisions, the redirects, and the changes.</summary>
    private static async Task<string> TextOf(IGraphStore store)
    {
        var graph = await store.ReadAll(default);
        return string.Join('\n', (IEnumerable<string>)
        [
            .. graph.Nodes.Select(n => $"{n.Id} {n.Revision} {System.Text.Encoding.UTF8.GetString(RecordJson.Encode(n.Type.Properties, n.Properties))}").Order(StringComparer.Ordinal),
            .. graph.Relationships.Select(r => $"{r.Key} {r.Revision} {string.Join(' ', r.Claims)}").Order(StringComparer.Ordinal),
            .. graph.Redirects.Select(r => $"{r.From} {r.Into}"),
            $"{(await store.State(default)).Version}",
        ]);
    }
}
