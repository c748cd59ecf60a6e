using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles fields of a node that need a subquery of their own: connections, aggregates and the like.</summary>
internal interface INestedFieldCompiler
{
    Selected CompileNested(PlanField field, Variable owner, Block block);
}

/// <summary>Compiles the fields of a node.</summary>
internal sealed class NodeCompiler(CompileContext context, Visibility visibility, StandingCompiler standings, INestedFieldCompiler nestedFields)
{
    /// <summary>Types whose fields have the same text.</summary>
    private sealed record TypeGroup(List<(NodeType Type, int Format)> Types, Block Inner, List<CypherText> Values, string Text);

    /// <summary>Compiles a node to the list of its values. If formats differ between types, the number of the format comes first.</summary>
    public Selected Compile(NodeSelection selection, Variable node, Block block)
    {
        var (groups, formats) = Groups(selection, node);
        var format = formats is [var only] ? (ValueFormat)only : new ValueFormat.OneOf([.. formats]);
        CypherText ValueOf(TypeGroup group) => formats.Count == 1 ? CypherText.List(group.Values) : Numbered(group, node);

        if (groups is [var single])
        {
            block.Append(single.Inner);
            return new(ValueOf(single), format);
        }
        if (groups.TrueForAll(g => g.Inner.IsEmpty))
        {
            // CASE WHEN n0:Country THEN [0, n0.id, n0.iso2] ELSE [1, n0.id] END
            var cases = groups.SkipLast(1).Select(g => (CypherText)$"WHEN {Patterns.HasType(node, g.Types.Select(t => t.Type))} THEN {ValueOf(g)}");
            return new($"CASE {CypherText.Join(" ", cases)} ELSE {ValueOf(groups[^1])} END", format);
        }
        // CALL (n0) {
        //   WITH n0 WHERE n0:Country
        //   CALL (n0) { … }
        //   RETURN [0, n0.id, c2] AS c3
        //   UNION ALL
        //   WITH n0 WHERE n0:Official
        //   RETURN [1, n0.id] AS c3
        // }
        context.CanJoin = false;
        var (result, branches) = (context.NewValue(), new Block());
        foreach (var group in groups)
        {
            if (group != groups[0])
                branches.Add($"UNION ALL");
            branches.Add($"WITH {node} WHERE {Patterns.HasType(node, group.Types.Select(t => t.Type))}");
            branches.Append(group.Inner);
            branches.Add($"RETURN {ValueOf(group)} AS {result}");
        }
        block.Call(branches, node);
        return new($"{result}", format);
    }

    private (List<TypeGroup> Groups, List<ValueFormat.Object> Formats) Groups(NodeSelection selection, Variable node)
    {
        var (groups, formats) = (new List<TypeGroup>(), new List<ValueFormat.Object>());
        var (first, last) = (context.NextVariable, context.NextVariable);
        foreach (var type in selection.Types)
        {
            // Each type has its own scope. With the same variables, the same fields have the same text
            context.NextVariable = first;
            var inner = new Block();
            var (values, typeFormat) = Selected.Fields(selection[type.Index], field => Field(field, type, node, inner));
            last = Math.Max(last, context.NextVariable);
            var format = formats.FindIndex(f => ValueFormat.AreEqual(f, typeFormat));
            if (format < 0)
            {
                format = formats.Count;
                formats.Add(typeFormat);
            }
            var text = $"{inner}\n{CypherText.List(values)}";
            if (groups.Find(g => g.Text == text) is { } same)
                same.Types.Add((type, format));
            else
                groups.Add(new TypeGroup([(type, format)], inner, values, text));
        }
        context.NextVariable = last;
        return (groups, formats);
    }

    /// <summary>The number of the format, and then the values.</summary>
    private static CypherText Numbered(TypeGroup group, Variable node)
    {
        // [CASE WHEN n0:Agreement THEN 0 ELSE 1 END, n0.id]
        var byFormat = group.Types.GroupBy(t => t.Format, t => t.Type).ToList();
        var cases = byFormat.SkipLast(1).Select(g => (CypherText)$"WHEN {Patterns.HasType(node, g)} THEN {g.Key}");
        var number = byFormat.Count == 1 ? $"{byFormat[0].Key}" : (CypherText)$"CASE {CypherText.Join(" ", cases)} ELSE {byFormat[^1].Key} END";
        return CypherText.List([number, .. group.Values]);
    }

    private Selected Field(PlanField field, NodeType type, Variable node, Block block) => field switch
    {
        LeafField { What: Leaf.Id } => new($"{node}.{GraphLayout.Id}", Formats.Id),
        StoredField stored => PropertyValues.Property(stored.Property, node),
        LeafField { What: Leaf.RecordedAt } => PropertyValues.RecordedAt(node),
        LeafField { What: Leaf.Revision } => PropertyValues.Revision(node),
        InEffectField inEffect => standings.InEffect(inEffect, node, type),
        StandingField standing => new(standings.Of(node, type, standings.DateOf(standing.On)), Formats.Scalar),
        LeafField { What: Leaf.KnownUntil } => new(standings.KnownUntil(node), Formats.Date),
        QuoteUrlField quote => QuoteUrl(quote, node, block),
        RelatedNodeField one => context.Compile(one, () => One(one, node, block)),
        ConnectionField or AggregateField or RelianceField or RelationshipsField or RelationshipListField or ChangesField => nestedFields.CompileNested(field, node, block),
        _ => throw new UnreachableException($"{field}"),
    };

    private Selected QuoteUrl(QuoteUrlField field, Variable claim, Block block)
    {
        var (relationship, report, inner) = (context.NewRelationship(), context.NewNode(), new Block());
        // MATCH (n0)-[r1:STATED_IN]->(n2) … RETURN [n2.url, n0.quote]
        inner.Add($"MATCH {Patterns.OfField(claim, field.Report, relationship, report)}");
        inner.Where(visibility.Of(field.Report, relationship, report));
        var values = CypherText.List([PropertyValues.Property(field.Url, report).Value, PropertyValues.Property(field.Quote, claim).Value]);
        return context.ReturnFirst(new(values, Formats.QuoteUrl), inner, block);
    }

    private Selected One(RelatedNodeField one, Variable owner, Block block)
    {
        var (relationship, node, inner) = (context.NewRelationship(), context.NewNode(), new Block());
        // MATCH (n0)-[r1:PUBLISHED_BY]->(n2)
        inner.Add($"MATCH {Patterns.OfField(owner, one.Field, relationship, node)}");
        inner.Where(visibility.Of(one.Field, relationship, node));
        return context.ReturnFirst(Compile(one.Selection, node, inner), inner, block);
    }
}
