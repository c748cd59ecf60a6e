using System.Diagnostics;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// Compiles filters to conditions. Cypher's logic has three values and ours has two: a comparison with a missing value is null in Cypher,
/// which excludes the row as false does, and each NOT first turns null into false.
/// </summary>
internal sealed class FilterCompiler(CompileContext context, Visibility visibility, RelationshipCount counts, EdgeValueCompiler edges)
{
    /// <summary>
    /// The condition of a filter. Neo4j plans a subquery within OR, NOT or a count many times, and each subquery inside it many times
    /// again. So only EXISTS, NOT EXISTS and the number of a node's relationships are written in place. All other subqueries get a name first.
    /// </summary>
    public CypherText Compile(Filter filter, Subject subject)
    {
        // EXISTS { WITH COUNT { (n0)-[r1:PARTY_TO]->(n2) } AS c3 WHERE c3 = 1 RETURN c3 }
        var parts = FilterTraits.Conjuncts(filter).ToList();
        var conditions = parts.Where(FilterTraits.IsInPlace).Select(f => Condition(f, subject, null)).ToList();
        var named = new NamedSubqueries(context);
        var others = parts.Where(f => !FilterTraits.IsInPlace(f)).Select(f => Condition(f, subject, named)).ToList();
        if (others.Count > 0)
            conditions.Add($"EXISTS {{ WITH {named.Definitions} WHERE {CypherText.Join(" AND ", others)} RETURN {named.First} }}");
        return conditions.Count == 0 ? $"true" : CypherText.All(conditions);
    }

    /// <param name="named">Gives names to subqueries; null: each is written in place.</param>
    private CypherText Condition(Filter filter, Subject subject, NamedSubqueries? named)
    {
        CypherText Named(CypherText subquery) => named is null ? subquery : $"{named.NameOf(subquery)}";
        return filter switch
        {
            Filter.All { Filters.IsEmpty: true } => $"true",
            Filter.All all => CypherText.All([.. all.Filters.Select(f => Condition(f, subject, named))]),
            Filter.Any { Filters.IsEmpty: true } => $"false",
            Filter.Any { Filters: [var only] } => Condition(only, subject, named),
            // (n0.kind = $p0 OR coalesce((n0.name = $p1 AND n0.signed > $p2), false))
            Filter.Any any => CypherText.Any([.. any.Filters.Select(f => Alternative(f, subject, named))]),
            Filter.Not { Inner: Filter.One or Filter.Related { Quantifier: Quantifier.Some } } not => $"NOT {Condition(not.Inner, subject, named)}",
            // NOT coalesce(n0.name = $p0, false)
            Filter.Not not => CypherText.NotTrue(Condition(not.Inner, subject, named)),
            Filter.Missing { Value: CountOperand count } => $"{Named(counts.Of(count.Field, subject.Node))} IS NULL",
            Filter.Missing { Value: RelianceOperand value } => $"{Named(subject.Reliance!(value))} IS NULL",
            Filter.Compare { Value: RelianceOperand { Kind: ScalarKind.PartialDate } value } compare =>
                Comparisons.OfDates(Named(subject.Reliance!(value)), compare.Comparison, RightSide(compare)),
            Filter.Compare { Value: RelianceOperand value } compare => Comparisons.OfValues(Named(subject.Reliance!(value)), compare.Comparison, RightSide(compare)),
            Filter.Missing { Value: EdgeOperand value } => $"{Named(edges.Value(value, subject.Relationship!.Value))} IS NULL",
            Filter.Missing missing => $"{OperandCompiler.Value(missing.Value, subject)} IS NULL",
            Filter.Compare { Value: CountOperand count } compare =>
                Comparisons.OfValues(Named(counts.Of(count.Field, subject.Node)), compare.Comparison, RightSide(compare)),
            Filter.Compare { Value: EdgeOperand { Kind: ScalarKind.PartialDate } value } compare =>
                Comparisons.OfDates(Named(edges.Value(value, subject.Relationship!.Value)), compare.Comparison, RightSide(compare)),
            Filter.Compare { Value: EdgeOperand value } compare =>
                Comparisons.OfValues(Named(edges.Value(value, subject.Relationship!.Value)), compare.Comparison, RightSide(compare)),
            Filter.Claims claims => Named(edges.Quantified(claims.Quantifier, subject.Relationship!.Value, claim => Compile(claims.Inner, new Subject(claim, null)))),
            Filter.End end => Condition(end.Inner, new Subject(end.IsFrom ? subject.From!.Value : subject.Node, null), named),
            Filter.AnyClaim any => $"{edges.HasAny(subject.Relationship!.Value)} = {context.Parameters.Flag(any.Is)}",
            Filter.Compare { Value.Kind: ScalarKind.PartialDate } compare =>
                Comparisons.OfDates(OperandCompiler.Value(compare.Value, subject), compare.Comparison, RightSide(compare)),
            Filter.Compare compare => Comparisons.OfValues(OperandCompiler.Value(compare.Value, subject), compare.Comparison, RightSide(compare)),
            Filter.Folded folded => Comparisons.OfValues(
                OperandCompiler.Folded(folded.Value, subject, context.Layout), folded.Comparison, context.Parameters.Operand(folded.With)),
            Filter.Items items => Items(items, subject),
            // (size(n0.aliases) > 0) = $p0
            Filter.AnyItem any => $"(size({ListOf(any.Property, any.IsEdge, subject)}) > 0) = {context.Parameters.Flag(any.Is)}",
            Filter.Related related => Related(related, subject.Node, Named),
            // (COUNT { (n0)-[:PARTY_TO]->() } > 0) = $p0
            Filter.AnyRelated any => $"({Named(counts.Of(any.Field, subject.Node))} > 0) = {context.Parameters.Flag(any.Is)}",
            Filter.One one => Named(Exists(one.Field, subject.Node, (_, node) => [Compile(one.Inner, new Subject(node, null))])),
            Filter.Member member => CypherText.All([Patterns.HasType(subject.Node, member.Type), Condition(member.Inner, subject, named)]),
            _ => throw new UnreachableException($"{filter}"),
        };
    }

    private ParameterName RightSide(Filter.Compare compare) =>
        compare.Comparison == Comparison.In ? context.Parameters.OperandList(compare.With) : context.Parameters.Operand(compare.With);

    /// <summary>
    /// One side of an OR. Neo4j distributes OR over AND, so that a small filter becomes a large one; it does not look into a function.
    /// </summary>
    private CypherText Alternative(Filter filter, Subject subject, NamedSubqueries? named)
    {
        var condition = Condition(filter, subject, named);
        return filter is Filter.All { Filters.Length: > 1 } or Filter.Member or Filter.Compare { Value.Kind: ScalarKind.PartialDate, Comparison: Comparison.Greater }
            ? $"coalesce({condition}, false)" : condition;
    }

    private static Variable OwnerOf(bool isEdge, Subject subject) => isEdge ? subject.Relationship!.Value : subject.Node;

    private static CypherText ListOf(Property property, bool isEdge, Subject subject) => $"coalesce({OwnerOf(isEdge, subject)}.{Name.Of(property)}, [])";

    private CypherText Items(Filter.Items items, Subject subject)
    {
        // any(c1 IN n0.aliases WHERE c1 = $p0); with a folded comparison any(c1 IN range(0, size(n0.aliases) - 1) WHERE n0._aliases[c1] = $p0)
        var (item, list) = (context.NewValue(), ListOf(items.Property, items.IsEdge, subject));
        var isFolded = FilterTraits.HasFolded(items.Inner);
        var inner = isFolded
            ? subject with { Item = $"{list}[{item}]", FoldedItem = $"{OwnerOf(items.IsEdge, subject)}.{context.Layout.Folded(items.Property, items.IsEdge)}[{item}]" }
            : subject with { Item = $"{item}" };
        var each = isFolded ? (CypherText)$"{item} IN range(0, size({list}) - 1)" : $"{item} IN {list}";
        var condition = Condition(items.Inner, inner, null);
        return items.Quantifier switch
        {
            Quantifier.Some => $"any({each} WHERE {condition})",
            Quantifier.All => $"all({each} WHERE {condition})",
            Quantifier.None => CypherText.NotTrue($"any({each} WHERE {condition})"),
            _ => throw new UnreachableException($"{items.Quantifier}"),
        };
    }

    /// <param name="named">Gives a subquery a name if it needs one.</param>
    private CypherText Related(Filter.Related related, Variable owner, Func<CypherText, CypherText> named)
    {
        IEnumerable<CypherText> Matches(Variable relationship, Variable node) => related.Inner.IsEverything ? [] : [Compile(related.Inner, new Subject(node, relationship))];
        IEnumerable<CypherText> Fails(Variable relationship, Variable node) => [Compile(new Filter.Not(related.Inner), new Subject(node, relationship))];
        return related.Quantifier switch
        {
            Quantifier.Some => named(Exists(related.Field, owner, Matches)),
            Quantifier.None => $"NOT {named(Exists(related.Field, owner, Matches))}",
            Quantifier.All => $"NOT {named(Exists(related.Field, owner, Fails))}",
            Quantifier.Single => $"{named($"COUNT {Braced(related.Field, owner, Matches)}")} = 1",
            _ => throw new UnreachableException($"{related.Quantifier}"),
        };
    }

    // EXISTS { (n0)-[r1:PARTY_TO]->(n2:Agreement) WHERE n2.name = $p0 }
    private CypherText Exists(RelationshipField field, Variable owner, Func<Variable, Variable, IEnumerable<CypherText>> conditions) =>
        $"EXISTS {Braced(field, owner, conditions)}";

    private CypherText Braced(RelationshipField field, Variable owner, Func<Variable, Variable, IEnumerable<CypherText>> conditions)
    {
        var (relationship, node) = (context.NewRelationship(), context.NewNode());
        List<CypherText> all = [.. visibility.Of(field, relationship, node), .. conditions(relationship, node)];
        var pattern = Patterns.OfField(owner, field, relationship, node);
        return all.Count == 0 ? $"{{ {pattern} }}" : (CypherText)$"{{ {pattern} WHERE {CypherText.Join(" AND ", all)} }}";
    }
}
