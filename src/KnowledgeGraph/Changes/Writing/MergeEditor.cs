using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>What a merge has dropped.</summary>
/// <param name="Field">The property of the node; for a relationship that both nodes had, its id, a blank and its field.</param>
/// <param name="Kept">The value that stays, as JSON; null for none.</param>
/// <param name="Dropped">The value that is gone, as JSON; null for none.</param>
public sealed record MergeDifference(string Field, string? Kept, string? Dropped);

/// <summary>Merges a node into another one, which gets everything that names the first.</summary>
internal sealed class MergeEditor(WriteContext context)
{
    private readonly List<MergeDifference> _differences = [];

    public WriteResult Merge(WriteInput input)
    {
        var (from, into) = (Find(input, "from"), Find(input, "into"));
        if (from is null || into is null)
            return new();
        if (from.Id == into.Id)
            context.Report(ChangeErrorCode.InvalidValue, input.LocationOf("into"), $"`into` must be another node than `from`, but both are {into.Id}.");
        else if (from.Type != into.Type)
            context.Report(
                ChangeErrorCode.InvalidValue, input.LocationOf("into"),
                $"Both nodes must have the same type, but {from.Id} has the type {from.Type.Name} and {into.Id} has the type {into.Type.Name}.");
        else
        {
            Merge(from, into, input.LocationOf("from"));
            return new() { Id = into.Id, Differences = _differences };
        }
        return new();
    }

    private NodeRecord? Find(WriteInput input, string field)
    {
        var id = input.Text(field)!;
        if (context.Working.FindNode(id) is { } node)
            return node;
        context.Report(ChangeErrorCode.NotFound, input.LocationOf(field), $"There is no node with the id \"{id}\".{context.Became(id)}");
        return null;
    }

    private void Merge(NodeRecord from, NodeRecord into, ChangeLocation location)
    {
        foreach (var property in into.Type.Properties)
            Compare(property.Name, into.Properties.GetValueOrDefault(property.Name), from.Properties.GetValueOrDefault(property.Name));
        // All questions are asked at once, because the store may have to fetch the answers.
        var (own, carried, naming) = (
            context.Working.RelationshipsOf(from.Id).ToList(), from.Type == context.Model.Evidence.Claim ? context.Working.CarriedBy(from.Id).ToList() : [],
            context.Working.ReferencedBy(from.Id).ToList());
        foreach (var relationship in own.Concat(carried).Concat(naming).DistinctBy(r => r.Key).OrderBy(r => r.Key, StringComparer.Ordinal))
            Move(relationship, from.Id, into.Id, location);
        context.Working.RemoveNode(from.Id, location);
        context.Working.Put(new Redirect(from.Id, into.Id));
    }

    private void Move(RelationshipRecord old, string from, string into, ChangeLocation location)
    {
        var moved = old.WithIds(id => id == from ? into : id) with { Location = location };
        if (moved.Key != old.Key)
            context.Working.Remove(old);
        // It linked the two nodes, or the first with itself.
        if (moved.From == moved.To && (old.From == from || old.To == from))
            return;
        if (moved.Key != old.Key && context.Working.FindRelationship(moved) is { } other)
            Join(other, moved, location);
        else if (moved.Key == old.Key || FindOnly(moved) is not { } only)
            context.Working.Put(moved);
        else
            Compare(only.Field.Name, only.Kept.Key, old.Key);
    }

    /// <summary>A relationship that both nodes have becomes one with the evidence of both.</summary>
    private void Join(RelationshipRecord kept, RelationshipRecord dropped, ChangeLocation location)
    {
        Compare($"{kept.Key} until", kept.Until, dropped.Until);
        foreach (var property in kept.Type.Properties)
            Compare($"{kept.Key} {property.Name}", kept.Properties.GetValueOrDefault(property.Name), dropped.Properties.GetValueOrDefault(property.Name));
        context.Working.Put(kept with { Claims = [.. kept.Claims.Union(dropped.Claims)], Location = location });
    }

    /// <summary>The relationship that a node has already, where the model allows only one.</summary>
    private (RelationshipField Field, RelationshipRecord Kept)? FindOnly(RelationshipRecord moved)
    {
        foreach (var field in moved.Type.Fields.Where(f => !f.IsList))
        {
            bool IsOf(RelationshipRecord r, out string owner)
            {
                (owner, var other) = field.Direction == Direction.Out ? (r.From, r.To) : (r.To, r.From);
                return TypeOf(owner) is { } type && field.Owner.Members.Contains(type) && TypeOf(other) is { } otherType && field.Target.Members.Contains(otherType);
            }
            if (IsOf(moved, out var owner)
                && context.Working.RelationshipsOf(owner, field.Type, field.Direction).FirstOrDefault(r => r.Key != moved.Key && IsOf(r, out _)) is { } kept)
                return (field, kept);
        }
        return null;
    }

    private NodeType? TypeOf(string id) => context.Working.FindNode(id)?.Type;

    private void Compare(string field, object? kept, object? dropped)
    {
        if (!PropertyValues.SameOrNone(kept, dropped))
            _differences.Add(new(field, Show(kept), Show(dropped)));
    }

    private static string? Show(object? value) => value is null ? null : Encoding.UTF8.GetString(RecordJson.EncodeValue(value));
}
