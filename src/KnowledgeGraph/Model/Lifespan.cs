using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>
/// When an instrument is in effect: from the first of <paramref name="Starts"/> that is set to <paramref name="End"/>, or to
/// <paramref name="StatusAsOf"/> if the status means that it is over. It is never in effect if the status says so.
/// </summary>
public sealed record Lifespan(ImmutableArray<Property> Starts, Property End, Property Status, Property StatusAsOf)
{
    /// <summary>Whether the status says that the instrument is in effect: it is not the default, which says nothing.</summary>
    internal bool IsInEffect(EnumValue status) => !status.IsNever && !status.IsOver && status.Name != Status.Default;

    /// <summary>The same lifespan with the properties of a type that has the interface.</summary>
    internal Lifespan Of(NodeType type) => new(
        [.. Starts.Select(s => type.FindProperty(s.Name)!)], type.FindProperty(End.Name)!, type.FindProperty(Status.Name)!,
        type.FindProperty(StatusAsOf.Name)!);
}
