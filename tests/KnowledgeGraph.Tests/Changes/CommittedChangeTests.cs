using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Stores;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Changes;

/// <summary>What can be read from a commit, and the one check before it.</summary>
public sealed class CommittedChangeTests : IDisposable
{
    private static readonly ChangeSet s_first = new()
    {
        Nodes =
        [
            Node("Agreement", "instrument:mou", ("name", "MOU"), ("kind", "ARRANGEMENT")), Node("Claim", "claim:1", ("statement", "It acts.")),
            Node("Claim", "claim:2", ("statement", "It acts again.")), Country("country:PAN", "Panama"), Country("country:MEX", "Mexico"),
        ],
        Relationships = [Link("ACTS_UNDER", "country:PAN", "instrument:mou", ["claim:1", "claim:2"])],
    };

    private readonly TempFolder _folder = new();
    private readonly EmbeddedStore _store;

    public CommittedChangeTests() => _store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);

    private static NodeRecord Country(string id, string name) => Node("Country", id, ("name", name), ("iso2", name[..2].ToUpperInvariant()), ("iso3", id[^3..]));

    private async Task<CommittedChange> Commit(ChangeSet changes) => await ((IGraphStore)_store).Commit(ProposedChange.Of(changes), default);

    [Fact]
    public async Task Added_records_have_all_their_fields()
    {
        var committed = await Commit(s_first);
        Assert.Equal((1, true), (committed.Version, committed.At is not null));
        Assert.All(committed.Entries, e => Assert.Equal(ChangeKind.Added, e.Kind));
        Assert.Equal([.. s_first.Nodes.Select(n => n.Id), "ACTS_UNDER country:PAN instrument:mou"], committed.Entries.Select(e => e.Id));
        Assert.Contains(new FieldChange("statement", null, "It acts."), committed.Entries[1].Fields);
        Assert.Equal(["claim:1", "claim:2"], (IEnumerable<string>)Assert.Single(committed.Entries[^1].Fields, f => f.Name == "evidence").After!);
    }

    [Fact]
    public async Task A_changed_record_has_the_fields_that_differ_and_an_equal_one_is_left_out()
    {
        await Commit(s_first);
        var committed = await Commit(new() { Nodes = [Country("country:PAN", "Panamá"), Country("country:MEX", "Mexico")] });
        var entry = Assert.IsType<NodeEntry>(Assert.Single(committed.Entries));
        Assert.Equal((ChangeKind.Changed, "country:PAN"), (entry.Kind, entry.Id));
        Assert.Equal([new FieldChange("name", "Panama", "Panamá")], entry.Fields);
    }

    [Fact]
    public async Task What_a_removal_implies_is_among_the_entries()
    {
        await Commit(s_first);
        var withoutClaim = await Commit(new() { RemovedNodes = ["claim:1"] });
        Assert.Equal([("claim:1", ChangeKind.Removed), ("ACTS_UNDER country:PAN instrument:mou", ChangeKind.Changed)], withoutClaim.Entries.Select(e => (e.Id, e.Kind)));
        var field = Assert.Single(withoutClaim.Entries[1].Fields);
        Assert.Equal("evidence", field.Name);
        Assert.Equal(ImmutableArray.Create("claim:2"), (IEnumerable<string>)field.After!);

        var withoutCountry = await Commit(new() { RemovedNodes = ["country:PAN"] });
        Assert.Equal([("country:PAN", ChangeKind.Removed), ("ACTS_UNDER country:PAN instrument:mou", ChangeKind.Removed)], withoutCountry.Entries.Select(e => (e.Id, e.Kind)));
        Assert.Contains(new FieldChange("name", "Panama", null), withoutCountry.Entries[0].Fields);
    }

    [Fact]
    public async Task A_commit_without_changes_has_the_version_of_the_graph_and_no_time()
    {
        await Commit(s_first);
        var committed = await Commit(ChangeSet.Empty);
        Assert.Equal((1, null), (committed.Version, committed.At));
        Assert.Empty(committed.Entries);
    }

    [Fact]
    public void All_errors_are_reported_by_location_except_those_of_records_that_were_read_in_part()
    {
        var graph = GraphSnapshot.Empty(TestGraph.Model);
        var (first, second, third) = (new FileLocation("a.yaml", 1, 1), new FileLocation("a.yaml", 2, 1), new FileLocation("a.yaml", 10, 1));
        var changes = new ChangeSet
        {
            Nodes = [Node("Claim", "claim:b") with { Location = third }, Node("Claim", "claim:a") with { Location = second }, Node("Claim", "claim:c") with { Location = first }],
        };
        var proposed = ProposedChange.Of(changes) with { Errors = [new(ChangeErrorCode.UnknownName, third, "x is unknown.")], Incomplete = [second] };
        var refused = Assert.Throws<ChangeRefusedException>(() => proposed.Resolve(TestGraph.Model, graph, _ => [new(ChangeErrorCode.TooLong, null, "It is too long.")]));
        Assert.Equal(
            [(ChangeErrorCode.TooLong, null), (ChangeErrorCode.MissingValue, first), (ChangeErrorCode.UnknownName, third), (ChangeErrorCode.MissingValue, third)],
            refused.Errors.Select(e => (e.Code, (FileLocation?)e.Location)));
    }

    [Fact]
    public void Errors_that_were_read_refuse_a_change_that_is_empty() => Assert.Throws<ChangeRefusedException>(
        () => (ProposedChange.Of(ChangeSet.Empty) with { Errors = [new(ChangeErrorCode.UnreadableFile, null, "x")] }).Resolve(TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model)));

    [Fact]
    public void Locations_are_ordered_and_print_as_paths()
    {
        ChangeLocation?[] ordered =
        [
            null, new FileLocation("a.yaml", 2, 9), new FileLocation("a.yaml", 10, 1), new FileLocation("b.yaml", 1, 1),
            new JsonLocation(["input"]), new JsonLocation(["input", "parties", "2", "to"]), new JsonLocation(["input", "parties", "10", "to"]),
        ];
        Assert.Equal(ordered, ordered.Reverse().OrderBy(l => l, ChangeLocation.Order));
        Assert.Equal(new JsonLocation(["a", "1"]), new JsonLocation(["a", "1"]));
        Assert.Equal("input.parties.2.to", ordered[5]!.ToString());
        Assert.Equal("a.yaml:2:9", ordered[1]!.ToString());
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
