using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>Something that nodes can be grouped by.</summary>
/// <param name="Name">The field of a group's key that has its value.</param>
public abstract record GroupTerm(string Name)
{
    /// <summary>Its value in the enum of the argument `by`: <c>signedYear</c> is SIGNED_YEAR.</summary>
    public string EnumName { get; } = string.Concat(Name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));

    /// <summary>The value of a property that has few values.</summary>
    public sealed record Value(Property Property) : GroupTerm(Property.Name);

    /// <summary>The year of a date. Nodes without a date have none.</summary>
    public sealed record Year(Property Property) : GroupTerm(Property.Name + "Year");

    /// <summary>The month of a date. Nodes without a date or with a year alone have none.</summary>
    public sealed record Month(Property Property) : GroupTerm(Property.Name + "Month");

    /// <summary>The node at the end of a relationship of which there is at most one.</summary>
    public sealed record Related(RelationshipField Field) : GroupTerm(Field.Name);

    /// <summary>What the nodes of a type can be grouped by.</summary>
    internal static ImmutableArray<GroupTerm> Of(FieldedType type) =>
    [
        .. type.Properties.Where(p => p is { IsList: false, IsUnique: false, IsSearched: false, Type.IsCategory: true }).Select(p => new Value(p)),
        .. type.Properties.Where(p => p is { IsList: false, Kind: ScalarKind.PartialDate }).SelectMany(p => (GroupTerm[])[new Year(p), new Month(p)]),
        .. type.Relationships.Where(r => !r.IsList).Select(r => new Related(r)),
    ];
}
