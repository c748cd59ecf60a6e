using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

/// <summary>A value that a filter compares or an order goes by.</summary>
/// <param name="Kind">What the value is; relationships' sizes are integers.</param>
/// <param name="IsComputed">It is a number that no row holds as text: a size or a time.</param>
public abstract record Operand(ScalarKind Kind, EnumType? Enum = null, bool IsComputed = false)
{
    public sealed record Id() : Operand(ScalarKind.Id);
    /// <summary>A property of the node.</summary>
    public sealed record Stored(Property Property) : Operand(Property.Kind, Property.Enum);
    public sealed record RecordedAt() : Operand(ScalarKind.DateTime, IsComputed: true);
    /// <summary>How many relationships the field has.</summary>
    public sealed record Count(RelationshipField Field) : Operand(ScalarKind.Int, IsComputed: true);
    /// <summary>A value of the node at the end of a relationship to one.</summary>
    public sealed record Through(RelationshipField Field, Operand Inner) : Operand(Inner.Kind, Inner.Enum, Inner.IsComputed);
    /// <summary>The item of a list that is looked at.</summary>
    public sealed record Item(Property Property) : Operand(Property.Kind, Property.Enum);
    public sealed record Since() : Operand(ScalarKind.PartialDate);
    public sealed record Until() : Operand(ScalarKind.PartialDate);
    /// <summary>A property of the relationship.</summary>
    public sealed record EdgeStored(Property Property) : Operand(Property.Kind, Property.Enum);
    public sealed record EdgeRecordedAt() : Operand(ScalarKind.DateTime, IsComputed: true);

    public sealed override string ToString() => this switch
    {
        Id => "id",
        Stored stored => stored.Property.Name,
        Item => "item",
        EdgeStored stored => "edge." + stored.Property.Name,
        RecordedAt => "recordedAt",
        EdgeRecordedAt => "edge.recordedAt",
        Since => "edge.since",
        Until => "edge.until",
        Count count => $"count({count.Field.Name})",
        Through through => $"{through.Field.Name}.{through.Inner}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Which nodes and relationships are meant. Logic has two values: a comparison with a missing value is false.</summary>
public abstract record Filter
{
    public sealed record All(ImmutableArray<Filter> Filters) : Filter;
    public sealed record Any(ImmutableArray<Filter> Filters) : Filter;
    public sealed record Not(Filter Inner) : Filter;
    public sealed record Missing(Operand Value) : Filter;
    /// <param name="With">The parameter with the value on the right.</param>
    public sealed record Compare(Operand Value, Comparison Comparison, int With) : Filter;
    /// <summary>The same without regard to case and diacritics.</summary>
    public sealed record Folded(Operand Value, Comparison Comparison, int With) : Filter;
    /// <summary>Items of a list; <paramref name="IsEdge"/>: of a property of the relationship.</summary>
    public sealed record Items(Property Property, bool IsEdge, Quantifier Quantifier, Filter Inner) : Filter;
    /// <summary>Relationships to many.</summary>
    public sealed record Related(RelationshipField Field, Quantifier Quantifier, Filter Inner) : Filter;
    /// <summary>Whether there is any: of a list's items or of relationships, as the parameter says.</summary>
    public sealed record AnyItem(Property Property, bool IsEdge, int Is) : Filter;
    public sealed record AnyRelated(RelationshipField Field, int Is) : Filter;
    /// <summary>A relationship to one: there is such a node, and it matches.</summary>
    public sealed record One(RelationshipField Field, Filter Inner) : Filter;
    /// <summary>The node is of this type, and it matches.</summary>
    public sealed record Member(NodeType Type, Filter Inner) : Filter;

    /// <summary>Filters nothing.</summary>
    public static readonly Filter Everything = new All([]);

    public bool IsEverything => this is All { Filters.IsEmpty: true };

    public static Filter And(IEnumerable<Filter> filters)
    {
        ImmutableArray<Filter> several = [.. filters.SelectMany(f => f is All all ? all.Filters : [f])];
        return several is [var single] ? single : new All(several);
    }
}

/// <summary>One thing by which an order goes; nulls are the largest.</summary>
public sealed record OrderTerm(Operand Value, bool IsDescending)
{
    public override string ToString() => IsDescending ? $"{Value} desc" : $"{Value}";
}

/// <summary>Where to begin, so that not all nodes need be looked at: an index, or the other end of a relationship.</summary>
public abstract record Seek
{
    /// <param name="Ids">The parameter with one id or several.</param>
    public sealed record ById(int Ids) : Seek;
    /// <param name="Values">The parameter with one value or several.</param>
    public sealed record ByUnique(NodeType Type, Property Property, int Values) : Seek;
    /// <summary>From the nodes at the other end, found by <paramref name="Inner"/>, back over the relationship.</summary>
    public sealed record Through(RelationshipField Field, Seek Inner) : Seek;

    /// <summary>The cheapest seek that the filter allows; null where only looking at all will do.</summary>
    public static Seek? For(Filter filter, CompositeType type)
    {
        var found = (filter is Filter.All all ? all.Filters : [filter]).Select(f => One(f, type)).OfType<Seek>().ToList();
        return found.Count == 0 ? null : found.MinBy(s => s.Depth);
    }

    private int Depth => this is Through through ? through.Inner.Depth + 1 : 0;

    private static Seek? One(Filter filter, CompositeType type) => filter switch
    {
        Filter.Compare { Value: Operand.Id, Comparison: Comparison.Equal or Comparison.In, With: var ids } => new ById(ids),
        Filter.Compare { Value: Operand.Stored { Property: { IsUnique: true } property }, Comparison: Comparison.Equal or Comparison.In, With: var values }
            when type is NodeType node => new ByUnique(node, property, values),
        Filter.Related { Quantifier: Quantifier.Some or Quantifier.Single } related when For(related.Inner, related.Field.Target) is { } inner => new Through(related.Field, inner),
        Filter.One one when For(one.Inner, one.Field.Target) is { } inner => new Through(one.Field, inner),
        Filter.Member member => For(member.Inner, member.Type),
        Filter.Any any when any.Filters.Length == 1 => One(any.Filters[0], type),
        _ => null,
    };
}
