using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Changes;

public class ChangeSetExpansionTests
{
    private static readonly GraphSnapshot s_start = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
    {
        Nodes =
        [
            Node("Country", "country:PAN", ("name", "Panama"), ("iso2", "PA"), ("iso3", "PAN")),
            Node("Measure", "instrument:m", ("name", "M"), ("kind", "PROGRAM")),
            Node("Claim", "claim:1", ("statement", "one")),
            Node("Claim", "claim:2", ("statement", "two")),
        ],
        Relationships = [Link("ISSUED", "country:PAN", "instrument:m", ["claim:1", "claim:2"])],
    });

    [Fact]
    public void A_claim_that_is_removed_and_put_again_still_carries_what_rested_on_it()
    {
        var next = s_start.Commit(new ChangeSet { RemovedNodes = ["claim:1"], Nodes = [Node("Claim", "claim:1", ("statement", "again"))] });
        Assert.Equal("claim:1 claim:2", string.Join(' ', Assert.Single(next.AllRelationships()).Claims));
        Assert.Single(next.CarriedBy("claim:1"));
    }

    [Fact]
    public void A_removed_claim_leaves_what_rested_on_it_and_on_another()
    {
        var next = s_start.Commit(new ChangeSet { RemovedNodes = ["claim:1"] });
        Assert.Equal("claim:2", string.Join(' ', Assert.Single(next.AllRelationships()).Claims));
    }

    [Fact]
    public void A_relationship_removed_twice_beside_a_node_goes_once()
    {
        var issued = Link("ISSUED", "country:PAN", "instrument:m");
        var next = s_start.Commit(new ChangeSet { RemovedRelationships = [issued, issued], RemovedNodes = ["instrument:m"] });
        Assert.Empty(next.AllRelationships());
        Assert.Equal(3, next.NodeCount);
    }
}
