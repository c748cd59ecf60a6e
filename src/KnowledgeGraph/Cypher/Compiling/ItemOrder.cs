using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Items that were matched, and the order that they get.</summary>
/// <param name="Terms">Empty for the default order.</param>
/// <param name="Type">The type of the relationship, if there is one.</param>
internal sealed record UnorderedItems(
    Variable Node, Variable? Relationship, ImmutableArray<NodeType> Types, ImmutableArray<OrderTerm> Terms, RelationshipType? Type, SortKey DefaultKey)
{
    /// <summary>Other variables that are needed later.</summary>
    public IReadOnlyList<Variable> Others { get; init; } = [];

    /// <summary>Whether the items are relationships of any type, ordered by type and ends.</summary>
    public bool IsRelationship { get; init; }

    /// <summary>Gives the values of a reliance as an order sorts by them; null if the items are none.</summary>
    public Func<RelianceOperand, CypherText>? Reliance { get; init; }
}

/// <summary>The sort keys of items, the list of a cursor's values, and the variables that the keys need beside the node and the relationship.</summary>
internal sealed record ItemKeys(IReadOnlyList<SortKey> Keys, CypherText Cursor, IReadOnlyList<Variable> Variables);

/// <summary>Compiles orders.</summary>
internal sealed class ItemOrder(CompileContext context, Visibility visibility, RelationshipCount counts, EdgeValueCompiler edges)
{
    /// <summary>Writes the conditions for the items, and what their order needs beside them: other nodes, and numbers of relationships.</summary>
    public ItemKeys Write(UnorderedItems items, List<CypherText> conditions, Block block, KeyConditions keyConditions)
    {
        var needed = new Needed();
        var (keys, values) = (new List<SortKey>(), new List<CypherText>());
        foreach (var term in items.Terms)
        {
            var value = ValueOf(term.Value, new Subject(items.Node, items.Relationship, Reliance: items.Reliance), needed);
            keys.AddRange(KeysOf(term, value, values.Count));
            values.Add(value.Text);
        }
        if (items.IsRelationship)
            AddRelationshipKeys(items.Relationship!.Value, keys, values);
        else if (items.Terms.IsEmpty)
        {
            keys.Add(items.DefaultKey);
            values.Add(SortKey.NameOf(items.Node, items.Types));
        }
        else
            keys.Add(SortKey.Ascending($"{items.Node}.{GraphLayout.Id}", values.Count, CursorValueKind.Text));
        if (!items.IsRelationship)
            values.Add($"{items.Node}.{GraphLayout.Id}");
        if (items is { Type: { } type, Relationship: { } relationship })
        {
            if (!items.Terms.IsEmpty)
                keys.Add(SortKey.OfTie(relationship, values.Count));
            values.AddRange(GraphLayout.TieValues($"{relationship}", type));
        }
        if (needed.Variables.Count == 0)
            block.Where([.. conditions, .. keyConditions(keys)]);
        else
        {
            // OPTIONAL MATCH (n0)-[r2:PUBLISHED_BY]->(n3)
            // WITH n0, n3, COUNT { (n0)<-[:REPUBLISHES]-() } AS c4
            block.Where(conditions);
            block.Append(needed.Matches);
            Variable[] matched = items.Relationship is { } edge ? [items.Node, edge, .. items.Others, .. needed.Nodes] : [items.Node, .. items.Others, .. needed.Nodes];
            block.Add($"WITH {CypherText.Join(", ", [.. matched.Select(v => (CypherText)$"{v}"), .. needed.Aliases])}");
            block.Where([.. keyConditions(keys)]);
        }
        var cursor = CypherText.List(values);
        return new ItemKeys(
            keys, items.IsRelationship && AnyRelationshipOrder.KeyValues(items.Relationship!.Value, context.Model.RelationshipTypes) is { } more ? $"{cursor} + {more}" : cursor,
            needed.Variables);
    }

    /// <summary>Adds the keys that tell relationships of any type apart: type, ends, and what tells those between the same nodes apart.</summary>
    private static void AddRelationshipKeys(Variable relationship, List<SortKey> keys, List<CypherText> values)
    {
        foreach (var value in (CypherText[])[$"type({relationship})", $"startNode({relationship}).{GraphLayout.Id}", $"endNode({relationship}).{GraphLayout.Id}"])
        {
            keys.Add(SortKey.Ascending(value, values.Count, CursorValueKind.Text));
            values.Add(value);
        }
        keys.Add(SortKey.OfTie(relationship, values.Count));
        values.AddRange([$"{relationship}.{GraphLayout.Since}", $"{relationship}.{GraphLayout.Until}", $"{relationship}.{GraphLayout.FirstClaim}"]);
    }

    /// <summary>What an order needs beside the items.</summary>
    private sealed class Needed
    {
        public Block Matches { get; } = new();
        public List<CypherText> Aliases { get; } = [];
        /// <summary>Nodes of the matches, and variables of the aliases.</summary>
        public List<Variable> Variables { get; } = [];
        public IEnumerable<Variable> Nodes => Variables.Where(v => v.Kind == 'n');
    }

    /// <summary>A value that an order sorts by, and its folded form if it is text.</summary>
    private readonly record struct OrderValue(CypherText Text, CypherText? Folded, bool IsNullable);

    private OrderValue ValueOf(Operand operand, Subject subject, Needed needed)
    {
        switch (operand)
        {
            case ThroughOperand through:
                var (relationship, node) = (context.NewRelationship(), context.NewNode());
                needed.Matches.Add($"OPTIONAL MATCH {Patterns.OfField(subject.Node, through.Field, relationship, node)}");
                needed.Matches.Where(visibility.Of(through.Field, relationship, node));
                needed.Variables.Add(node);
                return ValueOf(through.Inner, new Subject(node, null), needed) with { IsNullable = true };
            case CountOperand count:
                var (size, number) = (context.NewValue(), counts.Of(count.Field, subject.Node));
                // COUNT is 0 for a node that is null, but its number must be null
                needed.Aliases.Add(needed.Variables.Contains(subject.Node)
                    ? $"CASE WHEN {subject.Node} IS NOT NULL THEN {number} END AS {size}" : (CypherText)$"{number} AS {size}");
                needed.Variables.Add(size);
                return new($"{size}", null, false);
            case RelianceOperand ofReliance:
                var named = context.NewValue();
                needed.Aliases.Add($"{subject.Reliance!(ofReliance)} AS {named}");
                needed.Variables.Add(named);
                return new($"{named}", null, ofReliance.Kind == ScalarKind.PartialDate);
            case EdgeOperand ofEdge:
                var alias = context.NewValue();
                needed.Aliases.Add($"{edges.SortValue(ofEdge, subject.Relationship!.Value)} AS {alias}");
                needed.Variables.Add(alias);
                return new($"{alias}", null, ofEdge is CorroborationOperand { What: Leaf.FirstReportedOn });
            default:
                var isText = ScalarType.Of(operand.Kind).Order == ScalarOrder.Folded;
                var isRequired = operand is IdOperand or RecordedAtOperand or EdgeRecordedAtOperand
                    or StoredOperand { Property.IsRequired: true } or EdgeStoredOperand { Property.IsRequired: true };
                return new(OperandCompiler.Value(operand, subject), isText ? OperandCompiler.Folded(operand, subject, context.Layout) : null, !isRequired);
        }
    }

    private static IEnumerable<SortKey> KeysOf(OrderTerm term, OrderValue value, int cursorValue)
    {
        if (value.Folded is { } folded)
            yield return new SortKey(folded, term.IsDescending, value.IsNullable, cursorValue, CursorValueKind.Folded);
        yield return new SortKey(value.Text, term.IsDescending, value.IsNullable, cursorValue, KindOf(term.Value));
    }

    private static CursorValueKind KindOf(Operand operand)
    {
        var form = ScalarType.Of(operand.Kind).Form;
        return operand.IsComputed ? CursorValueKind.Number : form switch
        {
            ScalarForm.Whole or ScalarForm.Number => CursorValueKind.Number,
            ScalarForm.Boolean => CursorValueKind.Boolean,
            ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Enum => CursorValueKind.Text,
            _ => throw new UnreachableException($"{form}"),
        };
    }
}
