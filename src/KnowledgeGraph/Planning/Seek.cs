using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Planning;

/// <summary>A search by an index, or from the other end of a relationship, so that not all nodes must be looked at.</summary>
public abstract record Seek
{
    /// <param name="Ids">The parameter with one id or several.</param>
    public sealed record ById(Slot<object> Ids) : Seek
    {
        protected override int Depth => 0;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"id = {parameters.At(Ids)}";
    }

    /// <param name="Values">The parameter with one value or several.</param>
    public sealed record ByUnique(NodeType Type, Property Property, Slot<object> Values) : Seek
    {
        protected override int Depth => 0;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"{Type.Name}.{Property.Name} = {parameters.At(Values)}";
    }

    /// <summary>From the nodes at the other end, which <paramref name="Inner"/> finds, back over the relationship.</summary>
    public sealed record Through(RelationshipField Field, Seek Inner) : Seek
    {
        protected override int Depth => Inner.Depth + 1;
        internal override string Describe(ImmutableArray<Parameter> parameters) => $"{Inner.Describe(parameters)}, then back over {Field}";
    }

    /// <summary>The cheapest search that the filter allows; null if all nodes must be looked at.</summary>
    public static Seek? For(Filter filter, CompositeType type)
    {
        var found = (filter is Filter.All all ? all.Filters : [filter]).Select(f => f.SeekFor(type)).OfType<Seek>().ToList();
        return found.Count == 0 ? null : found.MinBy(s => s.Depth);
    }

    /// <summary>The number of relationships that the search follows.</summary>
    protected abstract int Depth { get; }

    /// <summary>The search in the text of a plan.</summary>
    internal abstract string Describe(ImmutableArray<Parameter> parameters);
}
