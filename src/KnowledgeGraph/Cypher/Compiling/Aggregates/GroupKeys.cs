using System.Diagnostics;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Aggregates;

/// <summary>What matched nodes are grouped by: the aliases and the sort keys of the groups, and the values of a group's key.</summary>
internal sealed class GroupKeys(CompileContext context, Visibility visibility, NodeCompiler nodes, Variable node)
{
    private readonly Dictionary<GroupTerm, Variable> _known = [];

    // n0.kind AS c1, n3
    public List<CypherText> Aliases { get; } = [];
    // c1, n3._order
    public List<CypherText> Order { get; } = [];

    /// <summary>Adds a term, and what it matches beside the node.</summary>
    public void Add(GroupTerm term, Block block)
    {
        switch (term)
        {
            case GroupTerm.Value { Property: var property }:
                if (property.Kind == ScalarKind.String)
                    Alias($"{node}.{context.Layout.Folded(property, false)}");
                _known.Add(term, Alias($"{node}.{Name.Of(property)}"));
                break;
            case GroupTerm.Year { Property: var date }: _known.Add(term, Alias($"left({node}.{Name.Of(date)}, 4)")); break;
            case GroupTerm.Month { Property: var date }:
                // CASE WHEN size(n0.signed) > 4 THEN left(n0.signed, 7) END
                CypherText value = $"{node}.{Name.Of(date)}";
                _known.Add(term, Alias($"CASE WHEN size({value}) > 4 THEN left({value}, 7) END"));
                break;
            case GroupTerm.Related { Field: var field }:
                // OPTIONAL MATCH (n0)-[r2:PUBLISHED_BY]->(n3)
                var (relationship, related) = (context.NewRelationship(), context.NewNode());
                block.Add($"OPTIONAL MATCH {Patterns.OfField(node, field, relationship, related)}");
                block.Where(visibility.Of(field, relationship, related));
                Aliases.Add($"{related}");
                Order.Add(SortKey.OfNode(related).Value);
                _known.Add(term, related);
                break;
            default: throw new UnreachableException($"{term}");
        }
    }

    private Variable Alias(CypherText value)
    {
        var alias = context.NewValue();
        Aliases.Add($"{value} AS {alias}");
        Order.Add($"{alias}");
        return alias;
    }

    /// <summary>A field of a group's key. What the nodes are not grouped by is null.</summary>
    /// <param name="block">Runs once for each group.</param>
    public Selected Compile(PlanField field, Block block) => field switch
    {
        GroupValueField value => _known.TryGetValue(value.Term, out var alias) ? new($"{alias}", FormatOf(value.Term)) : Selected.Known(Formats.Null),
        GroupNodeField related => _known.TryGetValue(related.Term, out var end) ? Node(related.Selection, end, block) : Selected.Known(Formats.Null),
        _ => throw new UnreachableException($"{field}"),
    };

    private static ValueFormat FormatOf(GroupTerm term) => term switch
    {
        GroupTerm.Value { Property: var property } => ValueFormat.Value.Of(property) with { IsRequired = false },
        GroupTerm.Year or GroupTerm.Month => Formats.Date,
        _ => throw new UnreachableException($"{term}"),
    };

    private Selected Node(NodeSelection selection, Variable related, Block block)
    {
        // COLLECT { WITH n3 WHERE n3 IS NOT NULL RETURN [n3.id] }: empty if there is no node
        var inner = new Block();
        inner.Add($"WITH {related} WHERE {related} IS NOT NULL");
        return context.ReturnFirst(nodes.Compile(selection, related, inner), inner, block);
    }
}
