using System.Diagnostics;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// Which nodes and relationships a filter means. Cypher's logic has three values, ours two: a comparison with a missing value is null,
/// which filters as false does, and each NOT takes it for false.
/// </summary>
internal sealed partial class Compilation
{
    /// <summary>What a filter looks at: a node, the relationship that led to it where one did, and a list's item within a quantifier.</summary>
    private readonly record struct Subject(Variable Node, Variable? Relationship, CypherText? Item = null, CypherText? FoldedItem = null);

    /// <summary>
    /// The Cypher condition of a filter. Neo4j plans a subquery within OR, NOT or a count many times, and each subquery inside it many times
    /// again. So only EXISTS, NOT EXISTS and the number of a node's relationships are written in place. All other subqueries get a name first.
    /// </summary>
    private CypherText Holds(Filter filter, Subject subject)
    {
        // EXISTS { WITH COUNT { (n0)-[r1:PARTY_TO]->(n2) } AS c3 WHERE c3 = 1 RETURN c3 }
        var parts = Conjuncts(filter).ToList();
        var alone = parts.Where(StandsAlone).Select(f => Condition(f, subject, null)).ToList();
        var named = new NamedValues(NewValue);
        var others = parts.Where(f => !StandsAlone(f)).Select(f => Condition(f, subject, named)).ToList();
        if (others.Count > 0)
            alone.Add($"EXISTS {{ WITH {named.Definitions} WHERE {CypherText.Join(" AND ", others)} RETURN {named.First} }}");
        return alone.Count == 0 ? Piece($"true") : CypherText.All(alone);
    }

    private static IEnumerable<Filter> Conjuncts(Filter filter) => filter switch
    {
        Filter.All all => all.Filters.SelectMany(Conjuncts),
        Filter.Any { Filters: [var only] } => Conjuncts(only),
        _ => [filter],
    };

    private static bool StandsAlone(Filter filter) => filter switch
    {
        Filter.Related related => related.Quantifier != Quantifier.Single,
        Filter.One or Filter.AnyRelated or Filter.Compare or Filter.Missing => true,
        Filter.Not { Inner: Filter.One or Filter.Related { Quantifier: Quantifier.Some } } => true,
        Filter.Member member => Conjuncts(member.Inner).All(StandsAlone),
        _ => !HasSubquery(filter),
    };

    private static bool HasSubquery(Filter filter) => filter switch
    {
        Filter.All all => all.Filters.Any(HasSubquery),
        Filter.Any any => any.Filters.Any(HasSubquery),
        Filter.Not not => HasSubquery(not.Inner),
        Filter.Member member => HasSubquery(member.Inner),
        Filter.Compare compare => compare.Value is Planning.Operand.Count,
        Filter.Missing missing => missing.Value is Planning.Operand.Count,
        Filter.Related or Filter.One or Filter.AnyRelated => true,
        _ => false,
    };

    /// <param name="named">Gives names to subqueries; null: each is written where it stands.</param>
    private CypherText Condition(Filter filter, Subject subject, NamedValues? named)
    {
        CypherText Named(CypherText subquery) => named is null ? subquery : Piece($"{named.Of(subquery)}");
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
            Filter.Not not => Not(Condition(not.Inner, subject, named)),
            Filter.Missing { Value: Planning.Operand.Count count } => $"{Named(CountOf(count.Field, subject.Node))} IS NULL",
            Filter.Missing missing => $"{ValueOf(missing.Value, subject)} IS NULL",
            Filter.Compare { Value: Planning.Operand.Count count } compare => CompareText(Named(CountOf(count.Field, subject.Node)), compare.Comparison, Operand(compare.With, compare.Comparison == Comparison.In)),
            Filter.Compare compare => Compare(compare, subject),
            Filter.Folded folded => CompareText(FoldedOf(folded.Value, subject), folded.Comparison, Operand(folded.With)),
            Filter.Items items => Items(items, subject),
            // (size(n0.aliases) > 0) = $p0
            Filter.AnyItem any => $"(size({ListOf(any.Property, any.IsEdge, subject)}) > 0) = {Flag(any.Is)}",
            Filter.Related related => Related(related, subject.Node, Named),
            // (COUNT { (n0)-[:PARTY_TO]->() } > 0) = $p0
            Filter.AnyRelated any => $"({Named(CountOf(any.Field, subject.Node))} > 0) = {Flag(any.Is)}",
            Filter.One one => Named(Exists(one.Field, subject.Node, (_, node) => [Holds(one.Inner, new Subject(node, null))])),
            Filter.Member member => CypherText.All([Is(subject.Node, [member.Type]), Condition(member.Inner, subject, named)]),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>
    /// One side of an OR. Neo4j distributes OR over AND, so that a small filter becomes a large one; it does not look into a function.
    /// </summary>
    private CypherText Alternative(Filter filter, Subject subject, NamedValues? named)
    {
        var condition = Condition(filter, subject, named);
        return filter is Filter.All { Filters.Length: > 1 } or Filter.Member or Filter.Compare { Value.Kind: ScalarKind.PartialDate, Comparison: Comparison.Greater }
            ? $"coalesce({condition}, false)" : condition;
    }

    /// <summary>Subqueries of one filter and the variables that hold their values; equal ones have one.</summary>
    private sealed class NamedValues(Func<Variable> next)
    {
        private readonly List<(CypherText Subquery, Variable Name)> _values = [];
        private readonly Dictionary<string, Variable> _known = [];

        public CypherText Definitions => CypherText.Join(", ", _values.Select(v => (CypherText)$"{v.Subquery} AS {v.Name}"));
        public Variable First => _values[0].Name;

        public Variable Of(CypherText subquery)
        {
            var text = subquery.ToString();
            if (!_known.TryGetValue(text, out var name))
            {
                _known.Add(text, name = next());
                _values.Add((subquery, name));
            }
            return name;
        }
    }

    private static CypherText Not(CypherText condition) => $"NOT coalesce({condition}, false)";

    /// <summary>A value that a filter compares, or an order goes by; null where there is none.</summary>
    private static CypherText ValueOf(Operand operand, Subject subject) => operand switch
    {
        Planning.Operand.Id => $"{subject.Node}.{GraphLayout.Id}",
        Planning.Operand.Stored stored => $"{subject.Node}.{Name.Of(stored.Property)}",
        Planning.Operand.RecordedAt => Milliseconds(subject.Node),
        Planning.Operand.Item => subject.Item!,
        Planning.Operand.Since => $"{subject.Relationship!.Value}.{GraphLayout.Since}",
        Planning.Operand.Until => $"{subject.Relationship!.Value}.{GraphLayout.Until}",
        Planning.Operand.EdgeStored stored => $"{subject.Relationship!.Value}.{Name.Of(stored.Property)}",
        Planning.Operand.EdgeRecordedAt => Milliseconds(subject.Relationship!.Value),
        _ => throw new UnreachableException(),
    };

    private CypherText FoldedOf(Operand operand, Subject subject) => operand switch
    {
        // Ids are ASCII
        Planning.Operand.Id => $"toLower({subject.Node}.{GraphLayout.Id})",
        Planning.Operand.Stored stored => $"{subject.Node}.{_layout.Folded(stored.Property, false)}",
        Planning.Operand.EdgeStored stored => $"{subject.Relationship!.Value}.{_layout.Folded(stored.Property, true)}",
        Planning.Operand.Item => subject.FoldedItem!,
        _ => throw new UnreachableException(),
    };

    private CypherText Compare(Filter.Compare compare, Subject subject)
    {
        var value = ValueOf(compare.Value, subject);
        return compare.Value.Kind == ScalarKind.PartialDate
            ? CompareDate(value, compare.Comparison, Operand(compare.With, compare.Comparison == Comparison.In))
            : CompareText(value, compare.Comparison, Operand(compare.With, compare.Comparison == Comparison.In));
    }

    // n0.name CONTAINS $p0
    private static CypherText CompareText(CypherText value, Comparison comparison, ParameterName with) => comparison switch
    {
        Comparison.Equal => $"{value} = {with}",
        Comparison.In => $"{value} IN {with}",
        Comparison.Contains => $"{value} CONTAINS {with}",
        Comparison.StartsWith => $"{value} STARTS WITH {with}",
        Comparison.EndsWith => $"{value} ENDS WITH {with}",
        Comparison.Greater => $"{value} > {with}",
        Comparison.GreaterOrEqual => $"{value} >= {with}",
        Comparison.Less => $"{value} < {with}",
        Comparison.LessOrEqual => $"{value} <= {with}",
        _ => throw new UnreachableException(),
    };

    /// <summary>A coarse date is all days in it: nothing in 2024 is after 2024, all of it is until 2024.</summary>
    private static CypherText CompareDate(CypherText value, Comparison comparison, ParameterName with) => comparison switch
    {
        Comparison.Greater => CypherText.All([$"{value} > {with}", $"NOT {value} STARTS WITH {with}"]),
        Comparison.LessOrEqual => CypherText.Any([$"{value} <= {with}", $"{value} STARTS WITH {with}"]),
        Comparison.Within => $"{value} STARTS WITH {with}",
        _ => CompareText(value, comparison, with),
    };

    private static CypherText ListOf(Property property, bool isEdge, Subject subject) =>
        $"coalesce({(isEdge ? subject.Relationship!.Value : subject.Node)}.{Name.Of(property)}, [])";

    private CypherText Items(Filter.Items items, Subject subject)
    {
        // any(c1 IN n0.aliases WHERE c1 = $p0), by their places any(c1 IN range(0, size(n0.aliases) - 1) WHERE n0._aliases[c1] = $p0)
        var (item, list) = (NewValue(), ListOf(items.Property, items.IsEdge, subject));
        var isFolded = HasFolded(items.Inner);
        var inner = isFolded
            ? subject with { Item = $"{list}[{item}]", FoldedItem = $"{(items.IsEdge ? subject.Relationship!.Value : subject.Node)}.{_layout.Folded(items.Property, items.IsEdge)}[{item}]" }
            : subject with { Item = $"{item}" };
        CypherText each = isFolded ? Piece($"{item} IN range(0, size({list}) - 1)") : Piece($"{item} IN {list}");
        var holds = Condition(items.Inner, inner, null);
        return items.Quantifier switch
        {
            Quantifier.Some => $"any({each} WHERE {holds})",
            Quantifier.All => $"all({each} WHERE {holds})",
            Quantifier.None => Not($"any({each} WHERE {holds})"),
            _ => throw new UnreachableException(),
        };
    }

    private static bool HasFolded(Filter filter) => filter switch
    {
        Filter.All all => all.Filters.Any(HasFolded),
        Filter.Any any => any.Filters.Any(HasFolded),
        Filter.Not not => HasFolded(not.Inner),
        _ => filter is Filter.Folded,
    };

    /// <param name="named">Gives a subquery a name if it needs one.</param>
    private CypherText Related(Filter.Related related, Variable owner, Func<CypherText, CypherText> named)
    {
        IEnumerable<CypherText> Matches(Variable relationship, Variable node) => related.Inner.IsEverything ? [] : [Holds(related.Inner, new Subject(node, relationship))];
        IEnumerable<CypherText> Fails(Variable relationship, Variable node) => [Holds(new Filter.Not(related.Inner), new Subject(node, relationship))];
        return related.Quantifier switch
        {
            Quantifier.Some => named(Exists(related.Field, owner, Matches)),
            Quantifier.None => $"NOT {named(Exists(related.Field, owner, Matches))}",
            Quantifier.All => $"NOT {named(Exists(related.Field, owner, Fails))}",
            Quantifier.Single => $"{named(Piece($"COUNT {Braced(related.Field, owner, Matches)}"))} = 1",
            _ => throw new UnreachableException(),
        };
    }

    // EXISTS { (n0)-[r1:PARTY_TO]->(n2:Agreement) WHERE n2.name = $p0 }
    private CypherText Exists(RelationshipField field, Variable owner, Func<Variable, Variable, IEnumerable<CypherText>> conditions) =>
        $"EXISTS {Braced(field, owner, conditions)}";

    private CypherText Braced(RelationshipField field, Variable owner, Func<Variable, Variable, IEnumerable<CypherText>> conditions)
    {
        var (relationship, node) = (NewRelationship(), NewNode());
        List<CypherText> all = [.. Visible(field, relationship, node), .. conditions(relationship, node)];
        return all.Count == 0 ? Piece($"{{ {Pattern(owner, field, relationship, node)} }}")
            : Piece($"{{ {Pattern(owner, field, relationship, node)} WHERE {CypherText.Join(" AND ", all)} }}");
    }

    /// <summary>Matches nodes of a type from where a seek begins, each once; gives what else must hold of them.</summary>
    private List<CypherText> MatchFrom(Seek seek, CompositeType type, Variable node, Block block)
    {
        switch (seek)
        {
            case Seek.ById byId:
                // MATCH (n0:Entity) WHERE n0.id IN $p0s AND n0:Official
                block.Add($"MATCH ({node}:{GraphLayout.Entity})");
                return [$"{node}.{GraphLayout.Id} IN {Several(byId.Ids, isFolded: false)}", Is(node, Labelled(type))];
            case Seek.ByUnique byUnique:
                // MATCH (n0:Country) WHERE n0._iso2 IN $p0sf
                block.Add($"MATCH ({node}:{Name.Of(byUnique.Type)})");
                return [$"{node}.{_layout.Folded(byUnique.Property, false)} IN {Several(byUnique.Values, isFolded: true)}"];
            case Seek.Through through:
                // MATCH (n1:Country) WHERE n1._iso2 IN $p0sf
                // MATCH (n1)-[:PARTY_TO]->(n0:Agreement)
                // WITH DISTINCT n0
                var from = NewNode();
                block.Where(MatchFrom(through.Inner, through.Field.Target, from, block));
                CypherText end = $"({Is(node, Labelled(type))})";
                block.Add(through.Field.Direction == Direction.In
                    ? Piece($"MATCH ({from})-[:{Name.Of(through.Field.Type)}]->{end}") : Piece($"MATCH ({from})<-[:{Name.Of(through.Field.Type)}]-{end}"));
                block.Add($"WITH DISTINCT {node}");
                return [];
            default: throw new UnreachableException();
        }
    }

    // Parameters

    private ParameterName Flag(int parameter) =>
        _parameters.Add(NameOf(_same[parameter]), (writer, bound, _) => writer.WriteBooleanValue((bool)bound.Values[parameter]!));

    /// <param name="isList">One value stands for a list of it.</param>
    private ParameterName Operand(int parameter, bool isList = false)
    {
        var declared = (Parameter.Operand)_plan.Parameters[parameter];
        return _parameters.Add(NameOf(_same[parameter]) + (isList ? "s" : ""), (writer, bound, _) =>
        {
            if (isList)
                WriteSeveral(writer, bound.Values[parameter]!, one => WriteOperand(writer, declared, one));
            else
                WriteOperand(writer, declared, bound.Values[parameter]!);
        });
    }

    private ParameterName Several(int parameter, bool isFolded) => isFolded
        ? _parameters.Add(NameOf(_same[parameter]) + "sf", (writer, bound, _) =>
            WriteSeveral(writer, bound.Values[parameter]!, one => writer.WriteStringValue(Folding.Fold(System.Text.Encoding.UTF8.GetString((byte[])one)))))
        : Operand(parameter, isList: true);

    private static void WriteSeveral(Utf8JsonWriter writer, object value, Action<object> write)
    {
        writer.WriteStartArray();
        foreach (var one in value as object[] ?? [value])
            write(one);
        writer.WriteEndArray();
    }

    private static void WriteOperand(Utf8JsonWriter writer, Parameter.Operand declared, object value)
    {
        switch (value)
        {
            case byte[] text: writer.WriteStringValue(text); break;
            case double number: writer.WriteNumberValue(double.IsFinite(number) ? number : double.CopySign(double.MaxValue, number)); break;
            case long time: writer.WriteNumberValue(time); break;
            case int position when declared.Kind == ScalarKind.Boolean: writer.WriteBooleanValue(position == 1); break;
            case int position: writer.WriteStringValue(declared.Enum!.Values[position].Name); break;
            default: throw new UnreachableException();
        }
    }
}
