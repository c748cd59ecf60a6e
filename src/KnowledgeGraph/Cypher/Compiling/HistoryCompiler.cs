using System.Diagnostics;
using KnowledgeGraph.Cypher.Compiling.Connections;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles recorded changes.</summary>
internal sealed class HistoryCompiler(CompileContext context, ConnectionCompiler connections)
{
    /// <summary>A list of changes.</summary>
    /// <param name="node">The node whose changes are listed; null for the changes of the graph.</param>
    public Selected Changes(ChangesField changes, Variable? node, Block block) =>
        connections.Compile(new ChangeSource(context, this, connections, changes, node), changes, block);

    /// <summary>One change.</summary>
    public Selected Change(ChangeField change, Block block)
    {
        // MATCH (n0:_Change {version: $p0}) RETURN [n0.version]
        var (node, inner) = (context.NewNode(), new Block());
        inner.Add($"MATCH ({node}:{GraphLayout.Change} {{version: {context.Parameters.Version(change.Version)}}})");
        return context.ReturnFirst(Selected.Object(change.Fields, field => Field(field, node, inner)), inner, block);
    }

    private Selected UndoneBy(Variable change)
    {
        // head(COLLECT { MATCH (n1:_Change {undoes: n0.version}) RETURN 'change:' + toString(n1.version) })
        var other = context.NewNode();
        return new($"head(COLLECT {{ MATCH ({other}:{GraphLayout.Change} {{undoes: {change}.version}}) RETURN 'change:' + toString({other}.version) }})", Formats.Scalar);
    }

    /// <summary>A field of a change.</summary>
    public Selected Field(PlanField field, Variable change, Block block) => field switch
    {
        LeafField { What: Leaf.Id } => new($"'change:' + toString({change}.version)", Formats.Scalar),
        LeafField { What: Leaf.Version } => new($"{change}.version", Formats.Scalar),
        LeafField { What: Leaf.RecordedAt } => new($"{change}.at.epochMillis", Formats.Time),
        LeafField { What: Leaf.Kind } => new($"{change}.kind", Formats.Scalar),
        LeafField { What: Leaf.By } => new($"{change}.by", Formats.Scalar),
        LeafField { What: Leaf.AcceptedBy } => new($"{change}.acceptedBy", Formats.Scalar),
        LeafField { What: Leaf.Note } => new($"{change}.note", Formats.Scalar),
        LeafField { What: Leaf.Undoes } => new($"'change:' + toString({change}.undoes)", Formats.Scalar),
        LeafField { What: Leaf.UndoneBy } => UndoneBy(change),
        ChangeEntriesField entries => connections.Compile(new EntrySource(context, change), entries, block),
        _ => throw new UnreachableException($"{field}"),
    };
}
