using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>The node with an id or a unique key.</summary>
/// <param name="Keys">The unique properties that are compared, and the parameters with their values.</param>
public sealed record NodeByIdField(ResponseKey Key, FieldedType Type, Slot<string?> IdValue, ImmutableArray<(Property Property, Slot<string?> Value)> Keys, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"one {Type.Name} by {string.Join(", ", Comparisons(parameters))}";

    /// <summary>The error if the id and a unique value name different nodes.</summary>
    internal GraphErrorException Conflict(ImmutableArray<Parameter> parameters) =>
        new([new GraphError($"`id` and `{Keys[0].Property.FoundBy}` name different nodes. Give one of them.", ErrorCodes.ArgumentConflict)
        {
            Locations = [parameters.At(IdValue).Location],
            Path = parameters.At(IdValue).Path,
            Facts = new(Keys[0].Property.FoundBy),
        }]);

    /// <summary>The note if there is no node with a unique value. Null if an id is given, or if a lens may be the reason.</summary>
    internal string? NoteIfMissing(Func<Slot<string?>, string?> valueOf)
    {
        if (valueOf(IdValue) is not null || Type.Members.Any(m => m.Lifespan is not null || m.IsProvenance))
            return null;
        foreach (var (property, value) in Keys)
            if (valueOf(value) is { } text)
                return Notes.UnknownKey(Type.FieldName, property.FoundBy!, text);
        return null;
    }

    private IEnumerable<string> Comparisons(ImmutableArray<Parameter> parameters)
    {
        if (!IdValue.IsNone)
            yield return $"id = {parameters.At(IdValue)}";
        foreach (var group in Keys.GroupBy(k => k.Value))
            yield return $"{string.Join(" or ", group.Select(k => k.Property.Name))} = {parameters.At(group.Key)}";
    }
}

/// <summary>The node of any type with an id.</summary>
public sealed record AnyNodeByIdField(ResponseKey Key, Slot<string?> IdValue, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"one node by id = {parameters.At(IdValue)}";
}

/// <summary>The nodes with the ids, in the order of the ids.</summary>
public sealed record NodesByIdField(ResponseKey Key, Slot<string[]> IdValues, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => new(1, Times.Parameter, IdValues.Index);
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"nodes by id in {parameters.At(IdValues)}";
}

/// <summary>The address of the report of a claim, at the words that the claim quotes.</summary>
/// <param name="Report">From the claim to its report.</param>
public sealed record QuoteUrlField(ResponseKey Key, RelationshipField Report, Property Quote, Property Url) : ScalarField(Key)
{
    internal override double Size(PlanSize sizes) => PlanSize.Subquery;
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"address at the quote, {PlanPrinter.Describe(Report)}";
}

/// <summary>The node at the end of a relationship of which there is at most one.</summary>
public sealed record RelatedNodeField(ResponseKey Key, RelationshipField Field, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => PlanPrinter.Describe(Field);
}
