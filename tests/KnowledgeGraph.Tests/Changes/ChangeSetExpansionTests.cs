using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;

namespace KnowledgeGraph.Tests.Changes;

public sealed class ChangeSetExpansionTests
{
    private static readonly GraphSnapshot s_graph = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
    {
        Nodes =
        [
            TestGraph.Node("Country", "country:PAN", ("name", "Panama"), ("iso2", "PA"), ("iso3", "PAN")),
            TestGraph.Node("Agreement", "instrument:mou", ("name", "MOU"), ("kind", "ARRANGEMENT")),
            TestGraph.Node("Claim", "claim:1", ("statement", "Panama acts.")),
            TestGraph.Node("Claim", "claim:2", ("statement", "Panama acts, again.")),
        ],
        Relationships = [TestGraph.Link("ACTS_UNDER", "country:PAN", "instrument:mou", ["claim:1", "claim:2"])],
    });

    [Fact]
    public void A_claim_removed_and_put_again_still_carries_what_rested_on_it()
    {
        var changed = s_graph.Commit(new ChangeSet
        {
            RemovedNodes = ["claim:1"],
            Nodes = [TestGraph.Node("Claim", "claim:1", ("statement", "Panama acts, reworded."))],
        });

        Assert.Equal(["claim:1", "claim:2"], Assert.Single(changed.AllRelationships()).Claims.ToArray());
        Assert.Single(changed.CarriedBy("claim:1"));
        Assert.Contains("Panama acts, reworded.", changed.Ask(
            """{ country(id: "country:PAN") { actsUnder { edges { evidence { statement } } } } }"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_goes_leaves_what_rests_on_others()
    {
        var changed = s_graph.Commit(new ChangeSet { RemovedNodes = ["claim:1"] });

        Assert.Equal(["claim:2"], Assert.Single(changed.AllRelationships()).Claims.ToArray());
    }

    [Fact]
    public void A_relationship_named_twice_among_the_removed_goes_once()
    {
        var acts = s_graph.AllRelationships().Single();

        var changed = s_graph.Commit(new ChangeSet { RemovedRelationships = [acts, acts], RemovedNodes = ["claim:1"] });

        Assert.Equal(0, changed.RelationshipCount);
    }
}
