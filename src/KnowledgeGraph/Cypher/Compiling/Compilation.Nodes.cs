using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>What is asked of a node.</summary>
internal sealed partial class Compilation
{
    /// <summary>Types of which the same is asked, and so the same is written.</summary>
    private sealed record TypeGroup(List<(NodeType Type, int Reading)> Types, Block Inner, List<CypherText> Values, string Text);

    /// <summary>The list of a node's values; where types differ in how it is read, first which reading it is.</summary>
    private Selected Node(NodeSelection selection, Variable node, Block block)
    {
        var (groups, readings) = Groups(selection, node);
        var reading = readings is [var only] ? (Reading)only : new Reading.OneOf([.. readings]);
        CypherText ValueOf(TypeGroup group) => readings.Count == 1 ? ListOf(group.Values) : Tagged(group, node);

        if (groups is [var single])
        {
            block.Append(single.Inner);
            return new(ValueOf(single), reading);
        }
        if (groups.TrueForAll(g => g.Inner.IsEmpty))
        {
            // CASE WHEN n0:Country THEN [0, n0.id, n0.iso2] ELSE [1, n0.id] END
            var cases = groups.SkipLast(1).Select(g => (CypherText)$"WHEN {Is(node, g.Types.Select(t => t.Type))} THEN {ValueOf(g)}");
            return new($"CASE {CypherText.Join(" ", cases)} ELSE {ValueOf(groups[^1])} END", reading);
        }
        // CALL (n0) {
        //   WITH n0 WHERE n0:Country
        //   CALL (n0) { … }
        //   RETURN [0, n0.id, c2] AS c3
        //   UNION ALL
        //   WITH n0 WHERE n0:Official
        //   RETURN [1, n0.id] AS c3
        // }
        var (result, branches) = (NewValue(), new Block());
        foreach (var group in groups)
        {
            if (group != groups[0])
                branches.Add($"UNION ALL");
            branches.Add($"WITH {node} WHERE {Is(node, group.Types.Select(t => t.Type))}");
            branches.Append(group.Inner);
            branches.Add($"RETURN {ValueOf(group)} AS {result}");
        }
        block.Call(branches, node);
        return new($"{result}", reading);
    }

    private (List<TypeGroup> Groups, List<Reading.Object> Readings) Groups(NodeSelection selection, Variable node)
    {
        var (groups, readings) = (new List<TypeGroup>(), new List<Reading.Object>());
        var (first, last) = (_variables, _variables);
        foreach (var type in selection.Types)
        {
            // Each stands in a scope of its own, so that the same is written with the same variables
            _variables = first;
            var inner = new Block();
            var (values, read) = Values(selection[type.Index], field => NodeField(field, type, node, inner));
            last = Math.Max(last, _variables);
            var reading = readings.FindIndex(r => Reading.Same(r, read));
            if (reading < 0)
            {
                reading = readings.Count;
                readings.Add(read);
            }
            var text = $"{inner}\n{ListOf(values)}";
            if (groups.Find(g => g.Text == text) is { } same)
                same.Types.Add((type, reading));
            else
                groups.Add(new TypeGroup([(type, reading)], inner, values, text));
        }
        _variables = last;
        return (groups, readings);
    }

    /// <summary>The values behind the number of their reading.</summary>
    private static CypherText Tagged(TypeGroup group, Variable node)
    {
        // [CASE WHEN n0:Agreement THEN 0 ELSE 1 END, n0.id]
        var byReading = group.Types.GroupBy(t => t.Reading, t => t.Type).ToList();
        var cases = byReading.SkipLast(1).Select(g => (CypherText)$"WHEN {Is(node, g)} THEN {g.Key}");
        return ListOf([byReading.Count == 1 ? Piece($"{byReading[0].Key}") : Piece($"CASE {CypherText.Join(" ", cases)} ELSE {byReading[^1].Key} END"), .. group.Values]);
    }

    /// <summary>Whether the node is of one of these types.</summary>
    private static CypherText Is(Variable node, IEnumerable<CompositeType> types) =>
        // n0:Country|Agency
        $"{node}:{CypherText.Join("|", types.Select(t => (CypherText)$"{Name.Of(t)}"))}";

    private Selected NodeField(PlanField field, NodeType type, Variable node, Block block) => field switch
    {
        PlanField.Id => new($"{node}.{GraphLayout.Id}", s_id),
        PlanField.Stored stored => Stored(stored.Property, node),
        PlanField.RecordedAt => RecordedAt(node),
        PlanField.InEffect inEffect => new(InEffect(node, type, On(inEffect)), s_scalar),
        PlanField.One one => One(one, node, block),
        PlanField.Connection connection => Connection(connection, node, block),
        PlanField.Aggregate aggregate => Aggregate(aggregate, node, block),
        PlanField.Reliance reliance => Reliance(reliance, node, block),
        PlanField.Relationships relationships => Relationships(relationships, node, block),
        _ => throw new UnreachableException(),
    };

    private static Selected Stored(Property property, Variable owner) =>
        new($"{owner}.{Name.Of(property)}", Reading.Value.Of(property));

    private static readonly Reading s_id = new Reading.Value(ScalarKind.Id, IsRequired: true);

    // n0.recordedAt.epochMillis
    private static Selected RecordedAt(Variable owner) => new(Milliseconds(owner), s_time);

    private static CypherText Milliseconds(Variable owner) => $"{owner}.{GraphLayout.RecordedAt}.epochMillis";

    private Selected One(PlanField.One one, Variable owner, Block block)
    {
        var (relationship, node, inner) = (NewRelationship(), NewNode(), new Block());
        // MATCH (n0)-[r1:PUBLISHED_BY]->(n2)
        inner.Add($"MATCH {Pattern(owner, one.Field, relationship, node)}");
        inner.Where(Visible(one.Field, relationship, node));
        return First(Node(one.Selection, node, inner), inner, block, owner);
    }

    /// <summary>From a node over a relationship to those nodes at its other end that the field means.</summary>
    /// <param name="owner">Null: from any node.</param>
    private static CypherText Pattern(Variable? owner, RelationshipField field, Variable relationship, Variable node)
    {
        // (n0)-[r1:PARTY_TO]->(n2:Agreement)
        var start = owner is { } known ? Piece($"({known})") : Piece($"()");
        var end = field.IsPartial ? Piece($"({Is(node, Labelled(field.Target))})") : Piece($"({node})");
        return field.Direction == Direction.Out
            ? Piece($"{start}-[{relationship}:{Name.Of(field.Type)}]->{end}") : Piece($"{start}<-[{relationship}:{Name.Of(field.Type)}]-{end}");
    }

    /// <summary>The types that have labels: a union has none of its own.</summary>
    private static ImmutableArray<CompositeType> Labelled(CompositeType type) => type is UnionType union ? [.. union.Members] : [type];

    /// <summary>Lets branches of an expression be pieces: an interpolated string alone would be a string there.</summary>
    private static CypherText Piece(CypherText text) => text;
}
