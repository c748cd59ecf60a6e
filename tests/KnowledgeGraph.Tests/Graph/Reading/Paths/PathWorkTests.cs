using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Graph.Reading.Paths;

/// <summary>No case: a graph that is large enough is too large to read.</summary>
public class PathWorkTests
{
    private const int Size = 150;

    /// <summary>Every country acts under every instrument; names run against ids, so that each path found is better than the last.</summary>
    private static GraphSnapshot Dense()
    {
        static string Name(int i) => $"{Size - i:D3}";
        var nodes = Enumerable.Range(0, Size).SelectMany(i => new[]
        {
            Node("Country", $"country:{i:D3}", ("name", Name(i)), ("iso2", $"{i}"), ("iso3", $"x{i}")),
            Node("Measure", $"instrument:{i:D3}", ("name", Name(i)), ("kind", "PROGRAM")),
        });
        var acts = Enumerable.Range(0, Size * Size).Select(i => Link("ACTS_UNDER", $"country:{i / Size:D3}", $"instrument:{i % Size:D3}", ["claim:c"]));
        return GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
        {
            Nodes = [.. nodes, Node("Report", "report:r", ("title", "r"), ("kind", "NEWS")), Node("Claim", "claim:c", ("statement", "c"))],
            Relationships = [.. acts, Link("STATED_IN", "claim:c", "report:r")],
        });
    }

    [Fact]
    [Limit("PATH_WORK")]
    public void ASearchBeyondTheBoundIsRefusedWholeAndTheNextAnswered()
    {
        var snapshot = Dense();
        const string Document = """
            { country(id: "country:001") { name }
              ways: paths(from: "country:001", to: "country:002", first: 500) { length } }
            """;
        var plan = Operation.Parse(TestGraph.Schema, Document, null).Bind(ImmutableDictionary<string, object?>.Empty);
        using var answer = new ResponseBuffer();
        var refusal = Assert.Throws<GraphErrorException>(() => SnapshotExecutor.Execute(plan, snapshot, Today, answer));

        var error = Assert.Single(refusal.Errors);
        Assert.Equal("The search for paths would look at more than 2000000 relationships. Choose a smaller `maxLength`, or some `types`.", error.Message);
        Assert.Equal((ErrorCodes.PathWork, (2, 3)), (error.Code, Assert.Single(error.Locations)));
        Assert.Equal("ways", Assert.Single(error.Path));
        Assert.Equal(0, answer.Length);
        Assert.Equal(
            """{"data":{"connected":2,"paths":[{"nodes":[{"id":"country:001"},{"id":"instrument:000"},{"id":"country:002"}]}]}}""",
            snapshot.Ask("""{ connected(from: "country:001", to: "country:002") paths(from: "country:001", to: "country:002", first: 1) { nodes { id } } }"""));
    }
}
