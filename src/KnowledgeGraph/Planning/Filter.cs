using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Operands;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Planning;

/// <summary>
/// A condition for nodes or relationships. Logic has two values: a comparison with a missing value is false. Each kind of filter says what it
/// costs, how it is printed and whether it allows a search by an index.
/// </summary>
public abstract record Filter
{
    public sealed record All(ImmutableArray<Filter> Filters) : Filter
    {
        internal override double Terms(double relatedTerms) => 1 + Filters.Sum(f => f.Terms(relatedTerms));
        internal override double Size => Filters.Sum(f => f.Size);
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) =>
            Filters.IsEmpty ? "true" : string.Join(" and ", Filters.Select(f => f is Any ? $"({f.Describe(parameters)})" : f.Describe(parameters)));
    }

    public sealed record Any(ImmutableArray<Filter> Filters) : Filter
    {
        internal override double Terms(double relatedTerms) => 1 + Filters.Sum(f => f.Terms(relatedTerms));
        internal override double Size => Filters.Sum(f => f.Size);
        internal override Seek? SeekFor(CompositeType type) => Filters is [var single] ? single.SeekFor(type) : null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => Filters.IsEmpty ? "false"
            : string.Join(" or ", Filters.Select(f => f is All { Filters.Length: > 1 } ? $"({f.Describe(parameters)})" : f.Describe(parameters)));
    }

    public sealed record Not(Filter Inner) : Filter
    {
        internal override double Terms(double relatedTerms) => 1 + Inner.Terms(relatedTerms);
        internal override double Size => Inner.Size;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"not ({Inner.Describe(parameters)})";
    }

    public sealed record Missing(Operand Value) : Filter
    {
        internal override double Terms(double relatedTerms) => 1;
        internal override double Size => PlanSize.OfComparison(Value);
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"{Value} is missing";
    }

    /// <param name="With">The parameter with the value on the right.</param>
    public sealed record Compare(Operand Value, Comparison Comparison, Slot<object> With) : Filter
    {
        internal override double Terms(double relatedTerms) => 1;
        internal override double Size => PlanSize.OfComparison(Value);
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"{Value} {Comparison.Print()} {parameters.At(With)}";

        internal override Seek? SeekFor(CompositeType type) => (Comparison, Value) switch
        {
            (Comparison.Equal or Comparison.In, IdOperand) => new Seek.ById(With),
            (Comparison.Equal or Comparison.In, StoredOperand { Property: { IsUnique: true } property }) when type is NodeType node => new Seek.ByUnique(node, property, With),
            _ => null,
        };
    }

    /// <summary>A comparison that ignores case and diacritics.</summary>
    public sealed record Folded(Operand Value, Comparison Comparison, Slot<object> With) : Filter
    {
        internal override double Terms(double relatedTerms) => 1;
        internal override double Size => PlanSize.Term;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"fold({Value}) {Comparison.Print()} fold({parameters.At(With)})";
    }

    /// <summary>A condition for the items of a list.</summary>
    /// <param name="IsEdge">Whether the list is a property of the relationship.</param>
    public sealed record Items(Property Property, bool IsEdge, Quantifier Quantifier, Filter Inner) : Filter
    {
        internal override double Terms(double relatedTerms) => 1 + Inner.Terms(relatedTerms);
        internal override double Size => PlanSize.Term + Inner.Size;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) =>
            $"{PlanPrinter.Words(Quantifier.ToString())} of {(IsEdge ? "edge." : "")}{Property.Name} ({Inner.Describe(parameters)})";
    }

    /// <summary>A condition for the relationships of a field and the nodes at their ends.</summary>
    public sealed record Related(RelationshipField Field, Quantifier Quantifier, Filter Inner) : Filter
    {
        internal override double Terms(double relatedTerms) => relatedTerms + Inner.Terms(relatedTerms);
        internal override double Size => PlanSize.FilterHop + Inner.Size;
        internal override Seek? SeekFor(CompositeType type) =>
            Quantifier is Quantifier.Some or Quantifier.Single && Seek.For(Inner, Field.Target) is { } inner ? new Seek.Through(Field, inner) : null;
        internal override string Describe(ImmutableArray<Parameter> parameters) =>
            $"{PlanPrinter.Words(Quantifier.ToString())} of {PlanPrinter.Describe(Field)} ({Inner.Describe(parameters)})";
    }

    /// <summary>Whether a list has items.</summary>
    /// <param name="Is">The parameter that says whether it must have items or must be empty.</param>
    public sealed record AnyItem(Property Property, bool IsEdge, Slot<bool> Is) : Filter
    {
        internal override double Terms(double relatedTerms) => 1;
        internal override double Size => PlanSize.Term;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"any of {(IsEdge ? "edge." : "")}{Property.Name} is {parameters.At(Is)}";
    }

    /// <summary>Whether a field has relationships.</summary>
    /// <param name="Is">The parameter that says whether it must have some or none.</param>
    public sealed record AnyRelated(RelationshipField Field, Slot<bool> Is) : Filter
    {
        internal override double Terms(double relatedTerms) => 1;
        internal override double Size => PlanSize.FilterHop;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"any of {PlanPrinter.Describe(Field)} is {parameters.At(Is)}";
    }

    /// <summary>A condition for the claims of a relationship.</summary>
    public sealed record Claims(Quantifier Quantifier, Filter Inner) : Filter
    {
        internal override double Terms(double relatedTerms) => relatedTerms + Inner.Terms(relatedTerms);
        internal override double Size => PlanSize.FilterHop + Inner.Size;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) =>
            $"{PlanPrinter.Words(Quantifier.ToString())} of edge.evidence ({Inner.Describe(parameters)})";
    }

    /// <summary>A condition for the node at an end of a relationship.</summary>
    public sealed record End(bool IsFrom, Filter Inner) : Filter
    {
        internal override double Terms(double relatedTerms) => 1 + Inner.Terms(relatedTerms);
        internal override double Size => PlanSize.Term + Inner.Size;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"{(IsFrom ? "from" : "to")} ({Inner.Describe(parameters)})";
    }

    /// <summary>Whether a relationship has claims.</summary>
    /// <param name="Is">The parameter that says whether it must have some or none.</param>
    public sealed record AnyClaim(Slot<bool> Is) : Filter
    {
        internal override double Terms(double relatedTerms) => 1;
        internal override double Size => PlanSize.Term;
        internal override Seek? SeekFor(CompositeType type) => null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"any of edge.evidence is {parameters.At(Is)}";
    }

    /// <summary>There is a node at the end of a relationship of which there is at most one, and it matches.</summary>
    public sealed record One(RelationshipField Field, Filter Inner) : Filter
    {
        internal override double Terms(double relatedTerms) => relatedTerms + Inner.Terms(relatedTerms);
        internal override double Size => PlanSize.FilterHop + Inner.Size;
        internal override Seek? SeekFor(CompositeType type) => Seek.For(Inner, Field.Target) is { } inner ? new Seek.Through(Field, inner) : null;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"{PlanPrinter.Describe(Field)} ({Inner.Describe(parameters)})";
    }

    /// <summary>The node has this type, and it matches.</summary>
    public sealed record Member(NodeType Type, Filter Inner) : Filter
    {
        internal override double Terms(double relatedTerms) => 1 + Inner.Terms(relatedTerms);
        internal override double Size => PlanSize.Term + Inner.Size;
        internal override Seek? SeekFor(CompositeType type) => Seek.For(Inner, Type);
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"is {Type.Name} ({Inner.Describe(parameters)})";
    }

    /// <summary>Matches everything.</summary>
    public static readonly Filter Everything = new All([]);

    public bool IsEverything => this is All { Filters.IsEmpty: true };

    public static Filter And(IEnumerable<Filter> filters)
    {
        ImmutableArray<Filter> several = [.. filters.SelectMany(f => f is All all ? all.Filters : [f])];
        return several is [var single] ? single : new All(several);
    }

    /// <summary>The number of terms that the filter has.</summary>
    /// <param name="relatedTerms">The number of terms that following a relationship counts as.</param>
    internal abstract double Terms(double relatedTerms);

    /// <summary>The part of the plan size that the filter is.</summary>
    internal abstract double Size { get; }

    /// <summary>The search that finds all nodes of the type that can match; null if all nodes must be looked at.</summary>
    internal abstract Seek? SeekFor(CompositeType type);

    /// <summary>The filter in the text of a plan.</summary>
    internal abstract string Describe(ImmutableArray<Parameter> parameters);
}
