using System.Collections.Immutable;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Changes.Seeding;

/// <summary>Random graphs, of which the seed and the graph each change something, against a comparison of fields one by one.</summary>
public sealed class SeedMergeProperties
{
    /// <summary>What is done to a graph: the value of a field, or "+" for the record and each of its claims. A record has the field "".</summary>
    private sealed class Facts(GraphSnapshot graph)
    {
        public Dictionary<(string Record, string Field), string> All { get; } = graph.AllNodes().SelectMany(Of).Concat(graph.AllRelationships().SelectMany(Of)).ToDictionary(f => (f.Record, f.Field), f => f.Value);

        public string? this[string record, string field] => All.GetValueOrDefault((record, field));

        public bool Has(string record) => All.ContainsKey((record, ""));

        private static IEnumerable<(string Record, string Field, string Value)> Of(NodeRecord node) =>
            [(node.Id, "", "+"), (node.Id, "type", node.Type.Name), .. node.Properties.Select(p => (node.Id, p.Key, Text(p.Value)))];

        private static IEnumerable<(string Record, string Field, string Value)> Of(RelationshipRecord relationship) =>
        [
            (relationship.Key, "", "+"), .. relationship.Until is { } until ? [(relationship.Key, "until", until)] : Array.Empty<(string, string, string)>(),
            .. relationship.Properties.Select(p => (relationship.Key, p.Key, Text(p.Value))), .. relationship.Claims.Select(c => (relationship.Key, c, "+")),
        ];

        private static string Text(object value) => value is IEnumerable<string> list ? string.Join('\u0001', list) : $"{value}";
    }

    private sealed record Sample(GraphSnapshot Last, GraphSnapshot Now, SeededGraph Seeded)
    {
        /// <summary>The graph after it was edited, before the seed is loaded again.</summary>
        public GraphSnapshot Edited { get; } = Seeded.Graph;
    }

    private static SeedContent Content(GraphSnapshot graph) =>
        new([.. graph.AllNodes()], [.. graph.AllRelationships()], ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    private static void Check(int iterations, Action<Sample> check) => Graphs.Any.Sample(
        (steps, size, seed) =>
        {
            var choices = new Choices(seed);
            var start = Graphs.Grow(choices, steps, size);
            var (last, now, edited) = (start.Snapshot, start, start);
            var seeded = new SeededGraph();
            Assert.Empty(seeded.Load(Content(last)).Conflicts);
            for (var i = 0; i < 2; i++)
            {
                now = now.Apply(RandomChanges.Next(choices, now.Naive, size / 2));
                var edit = RandomChanges.Next(choices, edited.Naive, size / 2);
                edited = edited.Apply(edit);
                seeded.Edit(edit);
            }
            try
            {
                check(new Sample(last, now.Snapshot, seeded));
            }
            catch (ChangeRefusedException refused) when (refused.Errors.All(e => e.Code == ChangeErrorCode.NotUnique))
            {
                // The seed and the graph gave a unique value to two nodes. Nothing is committed.
            }
        },
        iter: iterations);

    [Fact]
    public void Fields_that_one_side_changed_are_those_of_that_side() => Check(100, sample =>
    {
        var (last, now, graph) = (new Facts(sample.Last), new Facts(sample.Now), new Facts(sample.Edited));
        var conflicts = sample.Seeded.Load(Content(sample.Now)).Conflicts;
        var result = new Facts(sample.Seeded.Graph);
        // A relationship may name a node that the graph has removed: its field stays as it is.
        var missing = conflicts.Where(c => c.Kind == SeedConflictKind.Missing).Select(c => c.Subject).ToHashSet();
        var listed = conflicts.Where(c => c.Field is not null).Select(c => (c.Subject, c.Field!)).ToHashSet();
        var nodes = sample.Last.AllNodes().Concat(sample.Now.AllNodes()).Concat(sample.Edited.AllNodes()).Select(n => n.Id).ToHashSet();
        var retyped = nodes.Where(id => new[] { last[id, "type"], now[id, "type"], graph[id, "type"] }.OfType<string>().Distinct().Count() > 1).ToHashSet();
        // A record that the seed did not have before is new in all its fields. A default counts as no value, and the graph has it.
        string? Merged(string record, string field)
        {
            var (was, says, has) = (last[record, field], now[record, field], graph[record, field]);
            return !last.Has(record) ? has is null || (Default(sample, record, field) is { } value && value == has) ? says ?? has : has
                : was == says || says == has ? has : was == has ? says : has;
        }
        foreach (var (record, field) in last.All.Keys.Concat(now.All.Keys).Concat(graph.All.Keys).Distinct())
        {
            if (retyped.Contains(record) || missing.Contains(record) || !result.Has(record) || !now.Has(record) || !graph.Has(record) || field.Length == 0 || nodes.Contains(field))
                continue;
            var (was, says, has) = (last[record, field], now[record, field], graph[record, field]);
            if (Pair(sample, record, field) is var (earlier, later) && Merged(record, earlier) is { } start && Merged(record, later) is { } end && !PartialDate.HasStarted(start, end))
            {
                // Each side has the dates in order, but not the two together: both stay as the graph has them.
                Assert.Equal(has, result[record, field]);
                Assert.Contains((record, later), listed);
                continue;
            }
            Assert.Equal(Merged(record, field), result[record, field]);
            if (last.Has(record))
                Assert.Equal(was != says && says != has && was != has, listed.Contains((record, field)));
        }
    });

    private static ImmutableArray<Property> PropertiesOf(Sample sample, string record) =>
        sample.Edited.FindNode(record)?.Type.Properties ?? sample.Edited.AllRelationships().First(r => r.Key == record).Type.Properties;

    /// <summary>The dates of which the field is one and the second must not be before the first; null for other fields.</summary>
    private static (string Earlier, string Later)? Pair(Sample sample, string record, string field)
    {
        var later = PropertiesOf(sample, record).FirstOrDefault(p => p.NotBefore is not null && (p.Name == field || p.NotBefore == field));
        return later is null ? null : (later.NotBefore!, later.Name);
    }

    private static string? Default(Sample sample, string record, string field) =>
        PropertiesOf(sample, record).FirstOrDefault(p => p.Name == field) is { } property && PropertyDefaults.Of(property) is { } value
            ? value is ImmutableArray<string> ? "" : $"{value}" : null;

    [Fact]
    public void Claims_that_one_side_changed_are_those_of_that_side() => Check(100, sample =>
    {
        var (last, now, graph) = (new Facts(sample.Last), new Facts(sample.Now), new Facts(sample.Edited));
        var conflicts = sample.Seeded.Load(Content(sample.Now)).Conflicts;
        var result = new Facts(sample.Seeded.Graph);
        foreach (var relationship in sample.Seeded.Graph.AllRelationships().Where(r => r.Type.SeenOn is null && now.Has(r.Key) && graph.Has(r.Key)))
            foreach (var claim in sample.Seeded.Graph.AllNodes().Where(n => n.Type == TestGraph.Model.Evidence.Claim).Select(n => n.Id))
            {
                if (conflicts.Any(c => c.Subject == relationship.Key && c.Field == "evidence"))
                    continue;
                var (was, says, has) = (last[relationship.Key, claim], now[relationship.Key, claim], graph[relationship.Key, claim]);
                Assert.Equal(was != says ? says : has, result[relationship.Key, claim]);
            }
    });

    [Fact]
    public void Records_that_one_side_added_or_removed_are_those_of_that_side() => Check(100, sample =>
    {
        var (last, now, graph) = (new Facts(sample.Last), new Facts(sample.Now), new Facts(sample.Edited));
        var conflicts = sample.Seeded.Load(Content(sample.Now)).Conflicts.ToLookup(c => c.Subject);
        var result = new Facts(sample.Seeded.Graph);
        bool Same(string record, Facts left, Facts right) => Fields(record, left).SetEquals(Fields(record, right));
        var offices = sample.Last.AllRelationships().Concat(sample.Now.AllRelationships()).Concat(sample.Edited.AllRelationships()).Where(r => r.Type.SeenOn is not null).Select(r => r.Key).ToHashSet();
        foreach (var record in last.All.Keys.Concat(now.All.Keys).Concat(graph.All.Keys).Select(f => f.Record).Distinct().Where(r => !offices.Contains(r)))
        {
            var message = $"{record}: {SeededGraph.Text(conflicts[record])}";
            switch (last.Has(record), now.Has(record), graph.Has(record))
            {
                case (false, false, true) or (true, true, true) or (false, true, true): Assert.True(result.Has(record), message); break;
                case (true, false, false): Assert.False(result.Has(record), message); break;
                case (true, true, false): Assert.False(result.Has(record), message); Assert.Equal(!Same(record, last, now), conflicts.Contains(record)); break;
                // A blocked relationship is listed by itself, or as the field that has one.
                case (false, true, false): Assert.True(result.Has(record) || conflicts.Contains(record) || conflicts.Contains(record.Split(' ')[1]) || conflicts.Contains(record.Split(' ')[2]), message); break;
                case (true, false, true) when Same(record, last, graph) && !record.Contains(' ', StringComparison.Ordinal): Assert.Equal(result.Has(record), conflicts.Contains(record)); break;
                case (true, false, true) when !Same(record, last, graph): Assert.True(result.Has(record) && conflicts.Contains(record), message); break;
            }
        }
    });

    private static HashSet<(string, string)> Fields(string record, Facts facts) =>
        [.. facts.All.Where(f => f.Key.Record == record).Select(f => (f.Key.Field, f.Value))];

    [Fact]
    public void Conflicts_are_listed_until_they_are_decided() => Check(60, sample =>
    {
        var seed = Content(sample.Now);
        var conflicts = sample.Seeded.Load(seed).Conflicts;
        foreach (var choice in new[] { ConflictChoice.List, ConflictChoice.Ours, ConflictChoice.List })
        {
            var (changes, found) = sample.Seeded.Load(seed, choice);
            Assert.True(changes.IsEmpty, $"{choice} {string.Join(", ", changes.Nodes.Select(n => n.Id).Concat(changes.Relationships.Select(r => $"{r.Key} {r.Until} [{string.Join(" ", r.Claims)}] was {string.Join(" ", sample.Seeded.Graph.FindRelationship(r)?.Claims ?? [])}")).Concat(changes.RemovedNodes).Concat(changes.RemovedRelationships.Select(r => "-" + r.Key)))}; {SeededGraph.Text(found)}");
            Assert.Equal(choice == ConflictChoice.Ours ? [] : conflicts.Select(c => (c.Kind, c.Subject, c.Field)), found.Select(c => (c.Kind, c.Subject, c.Field)));
            if (choice == ConflictChoice.Ours)
                conflicts = [];
        }
    });

    [Fact]
    public void What_the_seed_decides_stays_decided() => Check(60, sample =>
    {
        var seed = Content(sample.Now);
        var undecided = sample.Seeded.Load(seed, ConflictChoice.Theirs).Conflicts;
        Assert.All(undecided, c => Assert.True(c.Kind is SeedConflictKind.Needed or SeedConflictKind.Missing));
        var (changes, conflicts) = sample.Seeded.Load(seed);
        Assert.True(changes.IsEmpty);
        // What stays with a node that is needed, such as the report of a claim, may also differ from what the seed said.
        Assert.Empty(undecided.Where(c => c.Kind == SeedConflictKind.Needed).Select(c => c.Subject).Except(conflicts.Select(c => c.Subject)));
        Assert.True(undecided.Count > 0 || conflicts.Count == 0);
    });

    [Fact]
    public void What_is_kept_is_read_as_it_was_written() => Check(50, sample =>
    {
        var json = SeedContentJson.Encode(Content(sample.Now));
        Assert.Equal(json, SeedContentJson.Encode(SeedContentJson.Decode(TestGraph.Model, json)));
    });
}
