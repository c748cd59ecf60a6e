using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Tests.Reference;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Cases;

/// <summary>The graph of the cases about history: a seed, and three changes of it.</summary>
internal static class HistoryGraph
{
    private static readonly ChangeSet s_seed = new()
    {
        Nodes =
        [
            Node("Country", "country:PAN", ("name", "Panamá"), ("iso2", "PA"), ("iso3", "PAN")), Node("Country", "country:USA", ("name", "United States"), ("iso2", "US"), ("iso3", "USA")),
            Node("Agreement", "instrument:mou", ("name", "MOU"), ("kind", "MEMORANDUM_OF_UNDERSTANDING")), Node("Place", "place:darien", ("name", "Darién"), ("kind", "REGION"), ("latitude", 8.0)),
            Node("Claim", "claim:1", ("statement", "They \"signed\" it.")), Node("Claim", "claim:2", ("statement", "It is there.")),
        ],
        Relationships =
        [
            Link("PARTY_TO", "country:PAN", "instrument:mou", ["claim:1"], properties: ("role", "SIGNATORY")), Link("PARTY_TO", "country:USA", "instrument:mou", ["claim:1"]),
            Link("LIES_IN", "place:darien", "country:PAN", ["claim:2"]),
        ],
    };

    private static readonly ProposedChange[] s_proposed =
    [
        ProposedChange.Of(s_seed) with { Kind = CommitKind.Seed },
        ProposedChange.Of(new()
        {
            Nodes = [Node("Country", "country:PAN", ("name", "Panama"), ("iso2", "PA"), ("iso3", "PAN"))],
            Relationships = [Link("PARTY_TO", "country:USA", "instrument:mou", ["claim:1"], until: "2026")],
        }) with { Kind = CommitKind.Mutation, By = "ana", Note = "A \"note\" with é." },
        ProposedChange.Of(new() { Nodes = [Node("Place", "place:darien", ("name", "Darién"), ("kind", "REGION"), ("latitude", 8.5))] }) with { Kind = CommitKind.Repair },
        ProposedChange.Of(new() { RemovedNodes = ["place:darien"] }) with { Kind = CommitKind.Proposal, By = "ben", Review = () => Generators.HistoryQuestions.AcceptedOf("ana") },
    ];

    public static GraphSnapshot Load()
    {
        var (snapshot, changes) = (GraphSnapshot.Empty(TestGraph.Model), new List<PreparedChange>());
        foreach (var proposed in s_proposed)
        {
            var at = RecordedAt.AddDays(changes.Count);
            changes.Add(PreparedChange.Of(proposed, proposed.Resolve(TestGraph.Model, snapshot), snapshot, snapshot.Version + 1, at));
            snapshot = snapshot.Apply(changes[^1]);
        }
        return snapshot.With(new NaiveLog(changes));
    }
}
