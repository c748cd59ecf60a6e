using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>The entries of a recorded change.</summary>
internal sealed class EntrySource(CompileContext context, Variable change) : IItemSource<Item>
{
    public IReadOnlyList<Variable> Scope => [change];

    public Item Write(Block block, KeyConditions? conditions)
    {
        // MATCH (n1:_Entry {version: n0.version})
        var entry = context.NewNode();
        block.Add($"MATCH ({entry}:{GraphLayout.Entry} {{version: {change}.version}})");
        SortKey[] keys = [SortKey.Ascending($"{entry}.position", 0, CursorValueKind.Number)];
        block.Where([.. conditions?.Invoke(keys) ?? []]);
        return new Item(entry, keys, CypherText.List([$"{entry}.position"]));
    }

    public Selected EdgeField(PlanField field, Item item, Block block) => field switch
    {
        EntryField entry => Selected.Object(entry.Fields, inner => EdgeField(inner, item, block)),
        LeafField { What: Leaf.Kind } => new($"{item.Node}.kind", Formats.Scalar),
        LeafField { What: Leaf.Id } => new($"{item.Node}.subject", Formats.Scalar),
        LeafField { What: Leaf.TypeName } => new($"{item.Node}.type", Formats.Scalar),
        LeafField { What: Leaf.FromId } => new($"{item.Node}.from", Formats.Scalar),
        LeafField { What: Leaf.ToId } => new($"{item.Node}.to", Formats.Scalar),
        ChangedFieldsField fields => Fields(fields, item.Node),
        _ => throw new UnreachableException($"{field}"),
    };

    private Selected Fields(ChangedFieldsField fields, Variable entry)
    {
        // [c2 IN range(0, size(n1.names) - 1) | [n1.names[c2], CASE WHEN n1.before[c2] <> '' THEN n1.before[c2] END]]
        var at = context.NewValue();
        CypherText OrNull(CypherText value) => $"CASE WHEN {value} <> '' THEN {value} END";
        var each = Selected.Object(fields.Fields, field => field switch
        {
            LeafField { What: Leaf.FieldName } => new($"{entry}.names[{at}]", Formats.Scalar),
            LeafField { What: Leaf.Before } => new(OrNull($"{entry}.before[{at}]"), Formats.Scalar),
            LeafField { What: Leaf.After } => new(OrNull($"{entry}.after[{at}]"), Formats.Scalar),
            _ => throw new UnreachableException($"{field}"),
        });
        return new($"[{at} IN range(0, size({entry}.names) - 1) | {each.Value}]", new ValueFormat.List(each.Format));
    }

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        LeafField { What: Leaf.TotalCount } => new($"{change}.entries", Formats.Scalar),
        _ => throw new UnreachableException($"{field}"),
    };
}
