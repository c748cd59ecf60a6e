using System.Collections.Immutable;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>By what pages go, and where cursors stand in it.</summary>
internal sealed partial class Compilation
{
    /// <summary>An item of a connection: its node, the relationship that leads to it, and by what it is ordered.</summary>
    /// <param name="Keys">The keys of the order, first things first.</param>
    /// <param name="Cursor">The list of what a cursor at it holds.</param>
    private sealed record Item(Variable Node, Variable? Relationship, IReadOnlyList<SortKey> Keys, CypherText Cursor)
    {
        /// <summary>Variables that the keys need beside those two.</summary>
        public List<Variable> Computed { get; init; } = [];
        /// <summary>Whether an index may give the items in the order of the first key.</summary>
        public bool IsByIndex => Relationship is null || Keys.Count == 1;
        public IEnumerable<Variable> Variables => Relationship is { } relationship ? [Node, relationship, .. Computed] : [Node, .. Computed];
    }

    /// <summary>By the name of nodes that may be of these types; by several properties where types name theirs differently.</summary>
    private static CypherText NameOf(Variable node, IEnumerable<NodeType> types)
    {
        var names = types.Select(t => t.NameProperty.Name).Distinct().ToList();
        var values = types.DistinctBy(t => t.NameProperty.Name).Select(t => (CypherText)$"{node}.{Name.Of(t.NameProperty)}");
        // coalesce(n0.name, n0.title)
        return names.Count == 1 ? values.Single() : $"coalesce({CypherText.Join(", ", values)})";
    }

    /// <summary>The default order of nodes: folded name, name, id.</summary>
    private static SortKey NodeKey(Variable node, int cursorValue = 0) => new($"{node}.{GraphLayout.Order}", false, false, cursorValue, CursorValueKind.Order);

    /// <summary>The default order of a node's edges: the node at the other end, then what tells relationships apart.</summary>
    private static SortKey EdgeKey(Variable owner, Direction direction, Variable relationship) =>
        new($"{relationship}.{GraphLayout.EdgeOrder(direction)}", false, false, 0, CursorValueKind.Edge) { Start = $"{owner}.{GraphLayout.Id} + ' ' + " };

    /// <summary>What tells relationships between the same nodes apart.</summary>
    private static SortKey TieKey(Variable relationship, int cursorValue) => new($"{relationship}.{GraphLayout.Tie}", false, false, cursorValue, CursorValueKind.Tie);

    /// <summary>Items in the making: what is matched, and how it is to be ordered.</summary>
    /// <param name="Terms">Empty: the default order.</param>
    /// <param name="Type">Of the relationship, where there is one.</param>
    /// <param name="Default">The default order.</param>
    private sealed record OrderedItems(
        Variable Node, Variable? Relationship, ImmutableArray<NodeType> Types, ImmutableArray<OrderTerm> Terms, RelationshipType? Type, SortKey Default);

    /// <summary>Writes what must hold of the items, and what their order needs that is not in them: other nodes, and sizes.</summary>
    private Item WriteOrder(OrderedItems items, List<CypherText> hold, Block block, Func<Item, IEnumerable<CypherText>> conditions)
    {
        var (node, relationship) = (items.Node, items.Relationship);
        var (keys, values, computed, aliases) = (new List<SortKey>(), new List<CypherText>(), new List<Variable>(), new List<CypherText>());
        var optional = new Block();
        foreach (var term in items.Terms)
        {
            var value = ValueOf(term.Value, new Subject(node, relationship), optional, computed, aliases);
            keys.AddRange(KeysOf(term, value, values.Count));
            values.Add(value.Text);
        }
        if (items.Terms.IsEmpty)
        {
            keys.Add(items.Default);
            values.Add(NameOf(node, items.Types));
        }
        else
            keys.Add(new SortKey($"{node}.{GraphLayout.Id}", false, false, values.Count, CursorValueKind.Text));
        values.Add($"{node}.{GraphLayout.Id}");
        if (items.Type is { } type)
        {
            if (!items.Terms.IsEmpty)
                keys.Add(TieKey(relationship!.Value, values.Count));
            values.AddRange(GraphLayout.TieValues($"{relationship!.Value}", type));
        }
        var item = new Item(node, relationship, keys, ListOf(values)) { Computed = computed };
        if (computed.Count == 0)
            block.Where([.. hold, .. conditions(item)]);
        else
        {
            // OPTIONAL MATCH (n0)-[r2:PUBLISHED_BY]->(n3)
            // WITH n0, n3, COUNT { (n0)<-[:REPUBLISHES]-() } AS c4
            block.Where(hold);
            block.Append(optional);
            var passed = item.Variables.Where(v => v.Kind != 'c').Select(v => (CypherText)$"{v}");
            block.Add($"WITH {CypherText.Join(", ", [.. passed, .. aliases])}");
            block.Where([.. conditions(item)]);
        }
        return item;
    }

    /// <summary>A value that an order goes by, and its folded form where it is text.</summary>
    private readonly record struct OrderValue(CypherText Text, CypherText? Folded, bool IsNullable);

    private OrderValue ValueOf(Operand operand, Subject subject, Block optional, List<Variable> computed, List<CypherText> aliases)
    {
        switch (operand)
        {
            case Planning.Operand.Through through:
                var (relationship, node) = (NewRelationship(), NewNode());
                optional.Add($"OPTIONAL MATCH {Pattern(subject.Node, through.Field, relationship, node)}");
                optional.Where(Visible(through.Field, relationship, node));
                computed.Add(node);
                return ValueOf(through.Inner, new Subject(node, null), optional, computed, aliases) with { IsNullable = true };
            case Planning.Operand.Count count:
                // COUNT of what starts at no node is 0, where it is missing
                var (size, number) = (NewValue(), CountOf(count.Field, subject.Node));
                aliases.Add(computed.Contains(subject.Node) ? Piece($"CASE WHEN {subject.Node} IS NOT NULL THEN {number} END AS {size}") : Piece($"{number} AS {size}"));
                computed.Add(size);
                return new($"{size}", null, false);
            default:
                var isText = operand.Kind is ScalarKind.String or ScalarKind.Url;
                var isRequired = operand is Planning.Operand.Id or Planning.Operand.RecordedAt or Planning.Operand.EdgeRecordedAt
                    or Planning.Operand.Stored { Property.IsRequired: true } or Planning.Operand.EdgeStored { Property.IsRequired: true };
                return new(ValueOf(operand, subject), isText ? FoldedOf(operand, subject) : null, !isRequired);
        }
    }

    private static IEnumerable<SortKey> KeysOf(OrderTerm term, OrderValue value, int cursorValue)
    {
        if (value.Folded is { } folded)
            yield return new SortKey(folded, term.IsDescending, value.IsNullable, cursorValue, CursorValueKind.Folded);
        yield return new SortKey(value.Text, term.IsDescending, value.IsNullable, cursorValue, term.Value.Kind switch
        {
            ScalarKind.Int or ScalarKind.Float => CursorValueKind.Number,
            ScalarKind.DateTime when term.Value is not (Planning.Operand.Stored or Planning.Operand.EdgeStored) => CursorValueKind.Number,
            ScalarKind.Boolean => CursorValueKind.Boolean,
            _ => CursorValueKind.Text,
        });
    }

    // ORDER BY n0._signed DESC, n0.id DESC
    private static CypherText OrderBy(IEnumerable<SortKey> keys, bool fromEnd) =>
        $"ORDER BY {CypherText.Join(", ", keys.Select(k => k.IsDescending != fromEnd ? Piece($"{k.Value} DESC") : k.Value))}";

    /// <summary>On which side of a cursor items are meant.</summary>
    private enum Side
    {
        Before,
        UpTo,
        From,
        After,
    }

    /// <summary>What holds for items on one side of the page's cursor.</summary>
    /// <param name="isAfter">Whether the cursor is the one after which the page begins.</param>
    private CypherText Beyond(IReadOnlyList<SortKey> keys, int page, bool isAfter, Side side)
    {
        var cursor = (isAfter ? _shape.After(page) : _shape.Before(page))!;
        return Beyond([.. keys.Where(k => k.CursorValue < cursor.Count)], 0, key => cursor.Has(key.CursorValue) || !key.IsNullable ? Place(key, page, isAfter) : null, side);
    }

    /// <param name="placeOf">The cursor's value of a key; null where it has none.</param>
    private static CypherText Beyond(List<SortKey> keys, int at, Func<SortKey, ParameterName?> placeOf, Side side)
    {
        var key = keys[at];
        var grows = key.IsDescending != side is Side.From or Side.After;
        // Where all keys are the same: the items at the cursor
        var rest = at + 1 < keys.Count ? Beyond(keys, at + 1, placeOf, side) : side is Side.UpTo or Side.From ? Piece($"true") : null;
        if (placeOf(key) is not { } parameter)
        {
            // No value is the largest: n0.signed IS NULL AND …
            var same = rest is null ? Piece($"false") : CypherText.All([$"{key.Value} IS NULL", rest]);
            return grows ? same : CypherText.Any([$"{key.Value} IS NOT NULL", same]);
        }
        var place = key.Start is { } start ? Piece($"{start}{parameter}") : Piece($"{parameter}");
        CypherText strictly = grows ? Piece($"{key.Value} > {place}") : Piece($"{key.Value} < {place}");
        if (key.IsNullable)
        {
            // n0.signed > $p0a0 OR n0.signed IS NULL OR n0.signed = $p0a0 AND …
            List<CypherText> several = grows ? [strictly, $"{key.Value} IS NULL"] : [strictly];
            if (rest is not null)
                several.Add(CypherText.All([$"{key.Value} = {place}", rest]));
            return CypherText.Any(several);
        }
        CypherText upTo = grows ? Piece($"{key.Value} >= {place}") : Piece($"{key.Value} <= {place}");
        if (at + 1 == keys.Count)
            return rest is null ? strictly : upTo;
        // n0.signed >= $p0a0 AND CASE WHEN n0.signed > $p0a0 THEN true ELSE … END: a range of an index in its order, where OR makes two ranges and sorts both
        return CypherText.All([upTo, Piece($"CASE WHEN {strictly} THEN true ELSE {rest!} END")]);
    }

    /// <summary>The parameter with a cursor's value: <c>$p0a1</c>; folded <c>$p0a1f</c>; with those after it, as a node has them <c>$p0a1o</c>, as relationships <c>$p0a1t</c> and <c>$p0a1e</c>.</summary>
    private ParameterName Place(SortKey key, int page, bool isAfter)
    {
        var (value, kind) = (key.CursorValue, key.Kind);
        var form = kind switch
        {
            CursorValueKind.Folded => "f",
            CursorValueKind.Order => "o",
            CursorValueKind.Tie => "t",
            CursorValueKind.Edge => "e",
            _ => "",
        };
        var name = $"{NameOf(_same[page])}{(isAfter ? 'a' : 'b')}{NameOf(value)[1..]}{form}";
        return _parameters.Add(name, (writer, bound, _) =>
        {
            var asked = (Page)bound.Values[page]!;
            CursorValues.Write(writer, kind, (isAfter ? asked.After! : asked.Before!).Values, value);
        });
    }
}
