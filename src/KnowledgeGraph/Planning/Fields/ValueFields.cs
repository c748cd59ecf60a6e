using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>A property of a node or of a relationship.</summary>
public sealed record StoredField(ResponseKey Key, Property Property) : ScalarField(Key)
{
    internal override string Describe(ImmutableArray<Parameter> parameters) => Property.Name;
}

/// <summary>A scalar or an enum that is not a property of the model.</summary>
public sealed record LeafField(ResponseKey Key, Leaf What) : ScalarField(Key)
{
    internal override double Size(PlanSize sizes) => What == Leaf.Contested ? PlanSize.Evidence : PlanSize.Value;
    internal override string Describe(ImmutableArray<Parameter> parameters) => What == Leaf.TypeName ? "type" : PlanPrinter.Words($"{What}");
}

public sealed record InEffectField(ResponseKey Key, Slot<byte[]?> On) : ScalarField(Key)
{
    internal override string Describe(ImmutableArray<Parameter> parameters) => On.IsNone ? "in effect" : $"in effect on {parameters.At(On)}";
}

public sealed record StandingField(ResponseKey Key, Slot<byte[]?> On) : ScalarField(Key)
{
    internal override string Describe(ImmutableArray<Parameter> parameters) => On.IsNone ? "standing" : $"standing on {parameters.At(On)}";
}

/// <summary>A value that is known when the plan is made: <c>__typename</c>, as JSON.</summary>
public sealed record ConstantField(ResponseKey Key, byte[] Json) : ScalarField(Key)
{
    internal override string Describe(ImmutableArray<Parameter> parameters) => "__typename";
}

/// <summary>A field whose value does not come from the graph: a parameter has it as JSON.</summary>
public interface IJsonField
{
    /// <summary>The parameter with the value.</summary>
    Slot<byte[]> Json { get; }
}

/// <summary>A field of introspection.</summary>
public sealed record IntrospectionField(ResponseKey Key, Slot<byte[]> Json) : ScalarField(Key), IJsonField
{
    internal override string Describe(ImmutableArray<Parameter> parameters) => "introspection";
}
