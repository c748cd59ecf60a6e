using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Pages of connections and their edges.</summary>
internal sealed partial class Compilation
{
    /// <summary>Writes what finds a connection's items, each a row, with what else must hold of them.</summary>
    /// <param name="conditions">Null: all, and nothing by which they are ordered is needed.</param>
    private delegate Item WriteItems(Block block, Func<Item, IEnumerable<CypherText>>? conditions);

    private Selected Connection(PlanField.Connection connection, Variable? owner, Block block)
    {
        Item Write(Block inner, Func<Item, IEnumerable<CypherText>>? conditions) => WriteItemsOf(connection.Source, connection.Choice, owner, inner, conditions);
        Variable[] scope = owner is { } node ? [node] : [];
        Selected Edge(PlanField field, Item item, Block inner) => field switch
        {
            PlanField.EdgeNode end => Node(end.Selection, item.Node, inner),
            PlanField.Cursor => CursorOf(item, connection.Ordering),
            _ => EdgeField(field, ((ConnectionSource.Relationship)connection.Source).Field.Type, item.Relationship!.Value, inner),
        };
        var page = WritePage(connection.Selection, connection.Page, connection.Ordering, Write, Edge, scope, block);
        return Object(connection.Selection.Fields, field => field is PlanField.TotalCount ? TotalCount(connection, owner, Write, block) : page[field]);
    }

    private static Selected CursorOf(Item item, Ordering ordering) => new(item.Cursor, new Reading.Cursor(ordering.Tag));

    /// <summary>Writes the subquery of a page, and gives the value of each field that it serves.</summary>
    /// <param name="selectEdge">What is asked of an edge.</param>
    private Dictionary<PlanField, Selected> WritePage(
        ConnectionSelection selection, int page, Ordering ordering, WriteItems write, Func<PlanField, Item, Block, Selected> selectEdge,
        Variable[] scope, Block block)
    {
        var values = new Dictionary<PlanField, Selected>(ReferenceEqualityComparer.Instance);
        if (!selection.NeedsItems)
            return values;
        // MATCH …
        // WITH n2, r1 ORDER BY n2.signed
        // WITH n2, r1 ORDER BY n2.signed, n2.id, r1._tie LIMIT $p0 + 1
        // CALL (n2) { … }
        // RETURN collect([n2.id, c3])[..$p0] AS c4, count(*) > $p0 AS c5
        var fromEnd = _shape.FromEnd(page);
        var needsMore = fromEnd ? selection.NeedsPrevious : selection.NeedsNext;
        var inner = new Block();
        var item = write(inner, i => Within(i.Keys, page));
        // By the first key alone, so that the others are read of those items only that come first
        if (!item.IsByIndex)
        {
            inner.Add($"WITH {VariableList(item.Variables)}");
            inner.Add(OrderBy(item.Keys.Take(1), fromEnd));
        }
        inner.Add($"WITH {VariableList(item.Variables)}");
        inner.Add(OrderBy(item.Keys, fromEnd));
        inner.Add(needsMore ? Piece($"LIMIT {Size(page)} + 1") : Piece($"LIMIT {Size(page)}"));

        CypherText Collected(CypherText value) => needsMore ? Piece($"collect({value})[..{Size(page)}]") : Piece($"collect({value})");
        CypherText InOrder(CypherText value) => fromEnd ? Piece($"reverse({Collected(value)})") : Collected(value);
        var returned = new List<CypherText>();
        Selected Return(CypherText value, Reading reading)
        {
            var result = NewValue();
            returned.Add($"{value} AS {result}");
            return new($"{result}", reading);
        }
        Selected Edges(ImmutableArray<PlanField> fields)
        {
            var edge = Object(fields, f => selectEdge(f, item, inner));
            return Return(InOrder(edge.Value), new Reading.List(edge.Reading));
        }
        Selected PageField(PlanField field) => field switch
        {
            PlanField.HasNextPage => fromEnd ? Exists(ItemsAtOrAfterEnd(page), write, scope, block) : Or(Return(More(page), s_scalar), ItemsAtOrAfterEnd(page), write, scope, block),
            PlanField.HasPreviousPage => fromEnd ? Or(Return(More(page), s_scalar), ItemsUpToStart(page), write, scope, block) : Exists(ItemsUpToStart(page), write, scope, block),
            PlanField.StartCursor => Return($"{Collected(item.Cursor)}[{(fromEnd ? -1 : 0)}]", new Reading.Cursor(ordering.Tag)),
            PlanField.EndCursor => Return($"{Collected(item.Cursor)}[{(fromEnd ? 0 : -1)}]", new Reading.Cursor(ordering.Tag)),
            _ => throw new UnreachableException(),
        };
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case PlanField.Edges { Fields: var fields }: values.Add(field, Edges(fields)); break;
                case PlanField.Hits { Fields: var fields }: values.Add(field, Edges(fields)); break;
                case PlanField.Entries { Fields: var fields }: values.Add(field, Edges(fields)); break;
                case PlanField.Nodes nodes:
                    var node = Node(nodes.Selection, item.Node, inner);
                    values.Add(field, Return(InOrder(node.Value), new Reading.List(node.Reading)));
                    break;
                case PlanField.PageInfo info: values.Add(field, Object(info.Fields, PageField)); break;
            }
        }
        if (returned.Count > 0)
        {
            inner.Add($"RETURN {CypherText.Join(", ", returned)}");
            block.Call(inner, scope);
        }
        return values;
    }

    private static CypherText VariableList(IEnumerable<Variable> variables) => CypherText.Join(", ", variables.Select(v => (CypherText)$"{v}"));

    // count(*) > $p0
    private CypherText More(int page) => $"count(*) > {Size(page)}";

    private IEnumerable<CypherText> Within(IReadOnlyList<SortKey> keys, int page)
    {
        if (_shape.After(page) is not null)
            yield return Beyond(keys, page, isAfter: true, Side.After);
        if (_shape.Before(page) is not null)
            yield return Beyond(keys, page, isAfter: false, Side.Before);
    }

    /// <summary>Items on the far side of the cursor where the page ends; null where there is no such cursor.</summary>
    private Func<Item, IEnumerable<CypherText>>? ItemsAtOrAfterEnd(int page) => _shape.Before(page) is null ? null : item =>
    [
        .. _shape.After(page) is null ? [] : (CypherText[])[Beyond(item.Keys, page, isAfter: true, Side.After)],
        Beyond(item.Keys, page, isAfter: false, Side.From),
    ];

    /// <summary>Items up to the cursor after which the page begins; null where there is no such cursor.</summary>
    private Func<Item, IEnumerable<CypherText>>? ItemsUpToStart(int page) => _shape.After(page) is null ? null : item =>
        [Beyond(item.Keys, page, isAfter: true, Side.UpTo)];

    private Selected Exists(Func<Item, IEnumerable<CypherText>>? conditions, WriteItems write, Variable[] scope, Block block)
    {
        if (conditions is null)
            return new($"false", s_scalar);
        // MATCH … WHERE … WITH n0 LIMIT 1 RETURN count(*) > 0 AS c1
        var inner = new Block();
        var item = write(inner, conditions);
        inner.Add($"WITH {item.Node} LIMIT 1");
        return Result($"count(*) > 0", s_scalar, inner, block, scope);
    }

    private Selected Or(Selected one, Func<Item, IEnumerable<CypherText>>? conditions, WriteItems write, Variable[] scope, Block block) =>
        conditions is null ? one : new($"({one.Value} OR {Exists(conditions, write, scope, block).Value})", s_scalar);

    private ParameterName Size(int page) =>
        _parameters.Add(NameOf(_same[page]), (writer, bound, _) => writer.WriteNumberValue(((Page)bound.Values[page]!).Size));

    private Selected TotalCount(PlanField.Connection connection, Variable? owner, WriteItems write, Block block)
    {
        if (connection is { Source: ConnectionSource.Relationship { Field: var field }, Choice.Filter.IsEverything: true } && !_shape.HasAsOf)
            return new(CountOf(field, owner!.Value), s_scalar);
        return Count(write, block, owner is { } node ? [node] : []);
    }

    /// <summary>How many relationships the field has: of one without a condition Neo4j knows the number.</summary>
    private CypherText CountOf(RelationshipField field, Variable owner)
    {
        var (relationship, node) = (NewRelationship(), NewNode());
        var visible = Visible(field, relationship, node);
        if (visible.Count > 0)
            return $"COUNT {{ {Pattern(owner, field, relationship, node)} WHERE {CypherText.Join(" AND ", visible)} }}";
        var end = field.IsPartial ? Piece($"({Is(node, Labelled(field.Target))})") : Piece($"()");
        // COUNT { (n0)-[:PARTY_TO]->() }
        return field.Direction == Direction.Out
            ? Piece($"COUNT {{ ({owner})-[:{Name.Of(field.Type)}]->{end} }}") : Piece($"COUNT {{ ({owner})<-[:{Name.Of(field.Type)}]-{end} }}");
    }

    private Item WriteItemsOf(
        ConnectionSource source, Choice choice, Variable? owner, Block block, Func<Item, IEnumerable<CypherText>>? conditions)
    {
        var (node, relationship, hold) = (NewNode(), (Variable?)null, new List<CypherText>());
        var byDefault = NodeKey(node);
        var types = (source is ConnectionSource.Collection { Type: var all } ? all : ((ConnectionSource.Relationship)source).Field.Target).Members;
        if (source is ConnectionSource.Relationship { Field: var field })
        {
            relationship = NewRelationship();
            // Neo4j replaces a WHERE that is always false, and then rejects the hint because its predicate is gone.
            if (conditions is not null && choice.Order.IsEmpty && ConstantFilter.ValueOf(choice.Filter) != false)
            {
                // MATCH ()-[r1:PARTY_TO]->(n2) USING INDEX SEEK r1:PARTY_TO(_out) WHERE r1._out >= n0.id + ' ' AND r1._out < n0.id + '!':
                // the index gives those of n0 in the default order. Neo4j does not know how few they are, and would go over all of it, or begin at n2.
                byDefault = EdgeKey(owner!.Value, field.Direction, relationship.Value);
                block.Add($"MATCH {Pattern(null, field, relationship.Value, node)}");
                block.Add($"USING INDEX SEEK {relationship.Value}:{Name.Of(field.Type)}({GraphLayout.EdgeOrder(field.Direction)})");
                hold.AddRange([$"{byDefault.Value} >= {owner.Value}.{GraphLayout.Id} + ' '", $"{byDefault.Value} < {owner.Value}.{GraphLayout.Id} + '!'"]);
            }
            else
                // MATCH (n0)-[r1:PARTY_TO]->(n2)
                block.Add($"MATCH {Pattern(owner, field, relationship.Value, node)}");
            hold.AddRange(Visible(field, relationship.Value, node));
        }
        else
        {
            var type = ((ConnectionSource.Collection)source).Type;
            if (choice.Seek is { } seek)
                hold.AddRange(MatchFrom(seek, type, node, block));
            else
            {
                // MATCH (n0:Official) WHERE n0._order IS NOT NULL: then an index gives the default order
                block.Add($"MATCH ({node}:{Name.Of(type)})");
                if (conditions is not null && choice.Order.IsEmpty)
                    hold.Add($"{byDefault.Value} IS NOT NULL");
            }
            hold.AddRange(Visible(node, types));
        }
        if (!choice.Filter.IsEverything)
            hold.Add(Holds(choice.Filter, new Subject(node, relationship)));
        if (conditions is null)
        {
            block.Where(hold);
            return new Item(node, relationship, [], ListOf([]));
        }
        var ordered = new OrderedItems(node, relationship, types, choice.Order, ((source as ConnectionSource.Relationship)?.Field)?.Type, byDefault);
        return WriteOrder(ordered, hold, block, conditions);
    }

    /// <param name="type">Null: any.</param>
    private Selected EdgeField(PlanField field, RelationshipType? type, Variable relationship, Block block) => field switch
    {
        PlanField.Stored stored => Stored(stored.Property, relationship),
        PlanField.Since => new($"{relationship}.{GraphLayout.Since}", s_date),
        PlanField.Until => new($"{relationship}.{GraphLayout.Until}", s_date),
        PlanField.RecordedAt => RecordedAt(relationship),
        PlanField.InEffect inEffect => new(InEffect(relationship, type, On(inEffect)), s_scalar),
        PlanField.Evidence evidence => Evidence(evidence.Selection, $"{relationship}.{GraphLayout.Claims}", block, relationship),
        PlanField.Contested => Contested($"{relationship}.{GraphLayout.Claims}", block, relationship),
        PlanField.Corroboration corroboration => Corroboration(corroboration.Fields, $"{relationship}.{GraphLayout.Claims}", block, relationship),
        _ => throw new UnreachableException(),
    };
}
