using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>What happened when, about some nodes.</summary>
internal sealed partial class Compilation
{
    /// <summary>Something that happened: the date, a position in <see cref="TimelineEvent"/>, the node, and of an office that was taken or left the relationship.</summary>
    /// <param name="Place">Where the office is held.</param>
    private sealed record Happening(Variable On, Variable What, Variable Node, Variable Office, Variable Place);

    private Selected Timeline(PlanField.Timeline timeline, Block block)
    {
        Happening? happening = null;
        Item Write(Block inner, Func<Item, IEnumerable<CypherText>>? conditions)
        {
            (happening, var hold) = MatchHappenings(timeline, inner);
            var (on, what, node, office, place) = (happening.On, happening.What, happening.Node, happening.Office, happening.Place);
            var types = _model.NodeTypes;
            // Offices are all walked from the person
            CypherText forward = $"CASE WHEN {office} IS NOT NULL THEN '0' END";
            var item = new Item(
                node, null,
                [
                    new($"{on}", false, false, 0, CursorValueKind.Text), new($"{what}", false, false, 1, CursorValueKind.Number), NodeKey(node, 2),
                    NodeKey(place, 4) with { IsNullable = true }, .. StepKeys(office, forward, 6),
                ],
                $"[{on}, {what}, {NameOf(node, types)}, {node}.{GraphLayout.Id}] + CASE WHEN {office} IS NULL THEN [] ELSE [{NameOf(place, types)}, {place}.{GraphLayout.Id}] + {StepValues(office, forward, Offices)} END")
            {
                Computed = [on, what, office, place],
            };
            inner.Where([.. hold, .. conditions?.Invoke(item) ?? []]);
            return item;
        }
        Selected Entry(PlanField field, Item item, Block inner) => field switch
        {
            PlanField.Entry entry => Object(entry.Fields, f => Entry(f, item, inner)),
            PlanField.Cursor => CursorOf(item, timeline.Ordering),
            PlanField.OnDate => new($"{happening!.On}", s_requiredDate),
            // ['ANNOUNCED', 'SIGNED'][c3]
            PlanField.What => new($"{ListOf(TimelineRoles.Events.Values.Select(v => (CypherText)$"'{Name.Of(v)}'"))}[{happening!.What}]", s_scalar),
            PlanField.EdgeNode node => Node(node.Selection, item.Node, inner),
            PlanField.Relationship relationship => Relationship(relationship.Fields, happening!.Office, inner),
            _ => throw new UnreachableException(),
        };
        var page = WritePage(timeline.Selection, timeline.Page, timeline.Ordering, Write, Entry, [], block);
        return Object(timeline.Selection.Fields, field => field is PlanField.TotalCount ? Count(Write, block) : page[field]);
    }

    /// <summary>The types of relationships that are offices: those with a tenure.</summary>
    private RelationshipType[] Offices => [.. _model.RelationshipTypes.Where(t => t.SeenOn is not null)];

    private IEnumerable<NodeType> HappeningTypes => _model.NodeTypes.Where(t => !_model.Timeline.Moments[t.Index].IsEmpty);

    /// <summary>Writes what finds all that is about the nodes; gives its variables, and what must hold of them.</summary>
    private (Happening Happening, List<CypherText> Hold) MatchHappenings(PlanField.Timeline timeline, Block block)
    {
        // UNWIND $p0 AS c0
        // MATCH (n1:Entity {id: c0})
        // WITH DISTINCT n1
        // CALL (n1) { … RETURN n2, r3 }
        // WITH DISTINCT n2, r3
        // UNWIND CASE WHEN r3 IS NOT NULL THEN [[r3.since, 5], [r3.until, 6]] WHEN n2:Report THEN [[n2.publishedOn, 7]] END AS c4
        // WITH n2, r3, c4[0] AS c5, c4[1] AS c6, endNode(r3) AS n7
        // WHERE c5 >= $p1 AND (c5 <= $p2 OR c5 STARTS WITH $p2)
        var (id, about, node, office, moment) = (NewValue(), NewNode(), NewNode(), NewRelationship(), NewValue());
        block.Add($"UNWIND {Ids(timeline.About)} AS {id}");
        block.Add($"MATCH ({about}:{GraphLayout.Entity} {{id: {id}}})");
        block.Where(Visible(about, _model.NodeTypes));
        block.Add($"WITH DISTINCT {about}");
        block.Call(About(about, node, office), about);
        block.Add($"WITH DISTINCT {node}, {office}");
        var moments = HappeningTypes.GroupBy(t => string.Join(",", _model.Timeline.Moments[t.Index].Select(m => $"{m.What} {m.On.Name}")))
            .Select(g => (CypherText)$"WHEN {Is(node, g)} THEN {ListOf(_model.Timeline.Moments[g.First().Index].Select(m => DateOf(m, node, g.First())))}");
        CypherText offices = $"WHEN {office} IS NOT NULL THEN [[{office}.{GraphLayout.Since}, {(int)TimelineEvent.OfficeTaken}], [{office}.{GraphLayout.Until}, {(int)TimelineEvent.OfficeLeft}]]";
        block.Add($"UNWIND CASE {CypherText.Join(" ", [offices, .. moments])} END AS {moment}");
        var happening = new Happening(NewValue(), NewValue(), node, office, NewNode());
        block.Add($"WITH {node}, {office}, {moment}[0] AS {happening.On}, {moment}[1] AS {happening.What}, endNode({office}) AS {happening.Place}");
        return (happening,
        [
            $"{happening.On} IS NOT NULL",
            .. Given(timeline.From) is { } from ? (CypherText[])[$"{happening.On} >= {from}"] : [],
            .. Given(timeline.To) is { } to ? (CypherText[])[$"({happening.On} <= {to} OR {happening.On} STARTS WITH {to})"] : [],
        ]);
    }

    private ParameterName? Given(int date) => date >= 0 && _shape.Has(date)
        ? _parameters.Add(NameOf(_same[date]), (writer, bound, _) => writer.WriteStringValue((byte[]?)bound.Values[date])) : null;

    private static CypherText DateOf(Moment moment, Variable node, NodeType type) => moment.What switch
    {
        // [n2._end, 3], [CASE WHEN NOT n2.status IN ['ANNOUNCED_NOT_IMPLEMENTED'] THEN n2.effective END, 2]
        TimelineEvent.Ended => $"[{node}.{GraphLayout.End}, {(int)moment.What}]",
        TimelineEvent.InForce => $"[CASE WHEN {TakesEffect(node, type)} THEN {node}.{Name.Of(moment.On)} END, {(int)moment.What}]",
        _ => $"[{node}.{Name.Of(moment.On)}, {(int)moment.What}]",
    };

    /// <summary>
    /// What is about a node: of one to which things happen it and the reports about it, of another what one relationship links to it and
    /// the offices; of each also the reports in which claims about it are stated.
    /// </summary>
    private Block About(Variable about, Variable node, Variable office)
    {
        var block = new Block();
        var happens = HappeningTypes.ToList();
        void Branch(CypherText match, params List<CypherText> conditions)
        {
            if (!block.IsEmpty)
                block.Add($"UNION");
            block.Add(match);
            block.Where(conditions);
        }
        void Found(CypherText result, CypherText? linked = null) => block.Add($"RETURN {result} AS {node}, {linked ?? Piece($"null")} AS {office}");

        // WITH n1 WHERE n1:Report RETURN n1 AS n2, null AS r3
        Branch($"WITH {about}", Is(about, happens));
        Found($"{about}");
        var (other, step) = (NewNode(), NewRelationship());
        if (_model.Timeline.About is { } aboutType)
        {
            // MATCH (n1)<-[r5:ABOUT]-(n4)
            Branch($"MATCH ({about})<-[{step}:{Name.Of(aboutType)}]-({other})", [Is(other, happens), .. Shown(step, other)]);
            Found($"{other}");
        }
        // MATCH (n1)<-[r5:CLAIMS_ABOUT]-(n6)-[r7:STATED_IN]->(n4)
        var (claim, stated) = (NewNode(), NewRelationship());
        Branch(
            $"MATCH ({about})<-[{step}:{Name.Of(Roles.About)}]-({claim})-[{stated}:{Name.Of(Roles.StatedIn)}]->({other})",
            [.. Shown(step, claim), .. Shown(stated, other)]);
        Found($"{other}");
        // MATCH (n1)-[r5]-(n4) WHERE NOT n1:Report AND n4:Report
        Branch($"MATCH ({about})-[{step}]-({other})", [$"NOT {Is(about, happens)}", Is(other, happens), .. Shown(step, other)]);
        Found($"{other}");
        // MATCH (n1)-[r5:HOLDS_OFFICE]-(n4) WHERE NOT n1:Report
        Branch($"MATCH {Step(about, step, Offices, other)}", [$"NOT {Is(about, happens)}", .. Shown(step, other)]);
        Found($"startNode({step})", $"{step}");
        return block;
    }
}
