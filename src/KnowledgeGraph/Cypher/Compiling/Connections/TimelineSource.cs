using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>An event of a timeline.</summary>
/// <param name="On">Its date.</param>
/// <param name="Event">A position in <see cref="TimelineEvent"/>.</param>
/// <param name="Office">The relationship, if an office was taken or left.</param>
internal sealed record TimelineItem(Variable Node, Variable On, Variable Event, Variable Office, IReadOnlyList<SortKey> Keys, CypherText Cursor)
    : Item(Node, Keys, Cursor);

/// <summary>Events about nodes, by date.</summary>
internal sealed class TimelineSource(
    CompileContext context, Visibility visibility, NodeCompiler nodes, RelationshipCompiler relationships, ConnectionCompiler connections,
    TimelineField timeline) : IItemSource<TimelineItem>
{
    private static readonly CypherText s_eventNames = CypherText.List(TimelineRoles.Events.Values.Select(v => (CypherText)$"'{Name.Of(v)}'"));

    /// <summary>Types of nodes that have events.</summary>
    private readonly List<NodeType> _typesWithEvents = [.. context.Model.NodeTypes.Where(t => !context.Model.Timeline.Moments[t.Index].IsEmpty)];
    /// <summary>Types of relationships that are offices: those with a tenure.</summary>
    private readonly RelationshipType[] _offices = [.. context.Model.RelationshipTypes.Where(t => t.SeenOn is not null)];

    public IReadOnlyList<Variable> Scope => [];

    public TimelineItem Write(Block block, KeyConditions? conditions)
    {
        // UNWIND $p0 AS c0
        // MATCH (n1:Entity {id: c0})
        // WITH DISTINCT n1
        // CALL (n1) { … RETURN n2, r3 }
        // WITH DISTINCT n2, r3
        // UNWIND CASE WHEN r3 IS NOT NULL THEN [[r3.since, 5], [r3.until, 6]] WHEN n2:Report THEN [[n2.publishedOn, 7]] END AS c4
        // WITH n2, r3, c4[0] AS c5, c4[1] AS c6, endNode(r3) AS n7
        // WHERE c5 >= $p1 AND (c5 <= $p2 OR c5 STARTS WITH $p2)
        var (id, about, node, office, moment) = (context.NewValue(), context.NewNode(), context.NewNode(), context.NewRelationship(), context.NewValue());
        block.Add($"UNWIND {context.Parameters.Ids(timeline.About)} AS {id}");
        block.Add($"MATCH ({about}:{GraphLayout.Entity} {{id: {id}}})");
        block.Where(visibility.Of(about, context.Model.NodeTypes));
        block.Add($"WITH DISTINCT {about}");
        block.Call(NodesAbout(about, node, office), about);
        block.Add($"WITH DISTINCT {node}, {office}");
        block.Add($"UNWIND CASE {CypherText.Join(" ", Moments(node, office))} END AS {moment}");
        var (on, what, place) = (context.NewValue(), context.NewValue(), context.NewNode());
        block.Add($"WITH {node}, {office}, {moment}[0] AS {on}, {moment}[1] AS {what}, endNode({office}) AS {place}");
        List<CypherText> inRange =
        [
            $"{on} IS NOT NULL",
            .. Given(timeline.From) is { } from ? (CypherText[])[$"{on} >= {from}"] : [],
            .. Given(timeline.To) is { } to ? (CypherText[])[$"({on} <= {to} OR {on} STARTS WITH {to})"] : [],
        ];
        // An office is always seen from the person
        CypherText forward = $"CASE WHEN {office} IS NOT NULL THEN '0' END";
        SortKey[] keys =
        [
            SortKey.Ascending($"{on}", 0, CursorValueKind.Text), SortKey.Ascending($"{what}", 1, CursorValueKind.Number), SortKey.OfNode(node, 2),
            SortKey.OfNode(place, 4) with { IsNullable = true }, .. AnyRelationshipOrder.Keys(office, forward, 6),
        ];
        block.Where([.. inRange, .. conditions?.Invoke(keys) ?? []]);
        var types = context.Model.NodeTypes;
        CypherText ofOffice = $"[{SortKey.NameOf(place, types)}, {place}.{GraphLayout.Id}] + {AnyRelationshipOrder.CursorValues(office, forward, _offices)}";
        return new TimelineItem(
            node, on, what, office, keys,
            $"[{on}, {what}, {SortKey.NameOf(node, types)}, {node}.{GraphLayout.Id}] + CASE WHEN {office} IS NULL THEN [] ELSE {ofOffice} END")
        {
            Others = [on, what, office, place],
        };
    }

    public Selected EdgeField(PlanField field, TimelineItem item, Block block) => field switch
    {
        EntryField entry => Selected.Object(entry.Fields, f => EdgeField(f, item, block)),
        LeafField { What: Leaf.OnDate } => new($"{item.On}", Formats.RequiredDate),
        // ['ANNOUNCED', 'SIGNED'][c3]
        LeafField { What: Leaf.What } => new($"{s_eventNames}[{item.Event}]", Formats.Scalar),
        EdgeNodeField node => nodes.Compile(node.Selection, item.Node, block),
        AnyRelationshipField relationship => relationships.AnyObject(relationship.Fields, item.Office, block),
        _ => throw new UnreachableException($"{field}"),
    };

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        LeafField { What: Leaf.TotalCount } => connections.Count(this, block),
        _ => throw new UnreachableException($"{field}"),
    };

    private ParameterName? Given(Slot<byte[]?> date) => context.Shape.Has(date) ? context.Parameters.Date(date) : null;

    /// <summary>The branches of a CASE that returns the dates of a node's events, each with the event.</summary>
    private IEnumerable<CypherText> Moments(Variable node, Variable office)
    {
        var moments = context.Model.Timeline.Moments;
        CypherText ofOffice = $"WHEN {office} IS NOT NULL THEN [[{office}.{GraphLayout.Since}, {(int)TimelineEvent.OfficeTaken}], [{office}.{GraphLayout.Until}, {(int)TimelineEvent.OfficeLeft}]]";
        var ofNodes = _typesWithEvents.GroupBy(t => string.Join(",", moments[t.Index].Select(m => $"{m.What} {m.On.Name}")))
            .Select(g => (CypherText)$"WHEN {Patterns.HasType(node, g)} THEN {CypherText.List(moments[g.First().Index].Select(m => DateOf(m, node, g.First())))}");
        return [ofOffice, .. ofNodes];
    }

    private static CypherText DateOf(Moment moment, Variable node, NodeType type) => moment.What switch
    {
        // [n2._end, 3], [CASE WHEN NOT n2.status IN ['ANNOUNCED_NOT_IMPLEMENTED'] THEN n2.effective END, 2]
        TimelineEvent.Ended => $"[{node}.{GraphLayout.End}, {(int)moment.What}]",
        TimelineEvent.InForce => $"[CASE WHEN {StandingCompiler.TakesEffect(node, type)} THEN {node}.{Name.Of(moment.On)} END, {(int)moment.What}]",
        TimelineEvent.Announced or TimelineEvent.Signed or TimelineEvent.Held or TimelineEvent.Reported => $"[{node}.{Name.Of(moment.On)}, {(int)moment.What}]",
        _ => throw new UnreachableException($"{moment.What}"),
    };

    /// <summary>
    /// A subquery that returns the nodes about a node. If the node has events itself, these are the node and the reports about it;
    /// otherwise its neighbours with events, and its offices. The reports that state claims about the node belong to both.
    /// </summary>
    private Block NodesAbout(Variable about, Variable node, Variable office)
    {
        var block = new Block();
        void Branch(CypherText match, params List<CypherText> conditions)
        {
            if (!block.IsEmpty)
                block.Add($"UNION");
            block.Add(match);
            block.Where(conditions);
        }
        void Return(CypherText found, CypherText? foundOffice = null) => block.Add($"RETURN {found} AS {node}, {foundOffice ?? $"null"} AS {office}");

        // WITH n1 WHERE n1:Report RETURN n1 AS n2, null AS r3
        Branch($"WITH {about}", Patterns.HasType(about, _typesWithEvents));
        Return($"{about}");
        var (other, relationship) = (context.NewNode(), context.NewRelationship());
        if (context.Model.Timeline.About is { } aboutType)
        {
            // MATCH (n1)<-[r5:ABOUT]-(n4)
            Branch(
                $"MATCH ({about})<-[{relationship}:{Name.Of(aboutType)}]-({other})",
                [Patterns.HasType(other, _typesWithEvents), .. visibility.OfAny(relationship, other)]);
            Return($"{other}");
        }
        // MATCH (n1)<-[r5:CLAIMS_ABOUT]-(n6)-[r7:STATED_IN]->(n4)
        var (roles, claim, stated) = (context.Model.Evidence, context.NewNode(), context.NewRelationship());
        Branch(
            $"MATCH ({about})<-[{relationship}:{Name.Of(roles.About)}]-({claim})-[{stated}:{Name.Of(roles.StatedIn)}]->({other})",
            [.. visibility.OfAny(relationship, claim), .. visibility.OfAny(stated, other)]);
        Return($"{other}");
        // MATCH (n1)-[r5]-(n4) WHERE NOT n1:Report AND n4:Report
        CypherText hasNoEvents = $"NOT {Patterns.HasType(about, _typesWithEvents)}";
        Branch(
            $"MATCH ({about})-[{relationship}]-({other})",
            [hasNoEvents, Patterns.HasType(other, _typesWithEvents), .. visibility.OfAny(relationship, other)]);
        Return($"{other}");
        // MATCH (n1)-[r5:HOLDS_OFFICE]-(n4) WHERE NOT n1:Report
        Branch($"MATCH {Patterns.OfAny(about, relationship, _offices, other)}", [hasNoEvents, .. visibility.OfAny(relationship, other)]);
        Return($"startNode({relationship})", $"{relationship}");
        return block;
    }
}
