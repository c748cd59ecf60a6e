using System.Text.Json.Nodes;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>Random questions about a history, and a history as a list, from which the same code answers them.</summary>
internal static class HistoryQuestions
{
    private const string Document = """
        query ($about: [ID!], $by: String, $since: Int, $first: Int, $last: Int, $after: String, $before: String, $node: ID!) {
          changes(about: $about, by: $by, since: $since, first: $first, last: $last, after: $after, before: $before) {
            totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            edges { cursor node { id version at by acceptedBy note kind entries(first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { kind id type from to fields { name before after } } } } }
          }
          node(id: $node) { id revision history(first: $first, last: $last) { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { version entries(last: 2) { nodes { id } } } } }
        }
        """;

    /// <summary>The acceptance of a proposal.</summary>
    public static DecidedReview AcceptedOf(string proposer) => new(new Proposal(1, null, null, proposer, 0, []), ProposalStatus.Accepted, Reason: null);

    private static readonly string?[] s_authors = [null, "ana", "ben"];

    /// <summary>The change sets as their authors proposed them.</summary>
    public static IReadOnlyList<ProposedChange> Proposed(IEnumerable<ChangeSet> steps) =>
        [.. steps.Select((s, i) => ProposedChange.Of(s) with { Kind = (CommitKind)(i % 7), By = s_authors[i % 3], Note = i % 2 == 0 ? null : "a \"note\"\n" })];

    /// <summary>The graph after the changes, with its history.</summary>
    public static GraphSnapshot Expected(IEnumerable<ProposedChange> proposed)
    {
        var (snapshot, log) = (GraphSnapshot.Empty(TestGraph.Model), new List<PreparedChange>());
        foreach (var change in proposed)
        {
            log.Add(PreparedChange.Of(change, change.Resolve(TestGraph.Model, snapshot), snapshot, snapshot.Version + 1, TestGraph.RecordedAt));
            snapshot = snapshot.Apply(log[^1]);
        }
        return snapshot.With(new NaiveLog(log));
    }

    /// <summary>Asks questions, and compares the answers with those that are expected.</summary>
    public static void Check(GraphSnapshot expected, int questions, Choices choices, Func<string, Dictionary<string, object?>, string> ask)
    {
        var log = (NaiveLog)expected.Log;
        string[] ids = [.. log.Changes.SelectMany(c => c.Entries).Select(e => e.Id).Distinct(), "country:none"];
        var all = JsonNode.Parse(expected.Ask("{ changes(first: 500) { edges { cursor } } }"))!["data"]!["changes"]!["edges"]!.AsArray();
        string[] cursors = [.. all.Select(e => (string)e!["cursor"]!)];
        for (var i = 0; i < questions; i++)
        {
            var size = choices.Below(4);
            var variables = new Dictionary<string, object?>
            {
                ["about"] = choices.Chance(40) ? null : Enumerable.Range(0, choices.Below(4)).Select(_ => (object?)choices.Of(ids)).ToList(),
                ["by"] = choices.Chance(60) ? null : choices.Of(["ana", "ben", "nobody"]),
                ["since"] = choices.Chance(60) ? null : choices.Below(log.Changes.Count + 1),
                [choices.Chance(50) ? "first" : "last"] = size,
                ["after"] = choices.Chance(60) || cursors.Length == 0 ? null : choices.Of(cursors),
                ["before"] = choices.Chance(60) || cursors.Length == 0 ? null : choices.Of(cursors),
                ["node"] = choices.Of(ids),
            };
            Assert.Equal(expected.Ask(Document, variables), ask(Document, variables));
        }
    }
}
