using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Reads lists of evidence. Each item names a claim of the graph or gives a new one, which is created.</summary>
internal sealed class EvidenceEditor(WriteContext context, NodeEditor nodes)
{
    /// <summary>The name of the field that holds a list of evidence.</summary>
    public const string Field = "evidence";

    /// <summary>The claims of a list. New claims are created, about these nodes unless they say otherwise.</summary>
    /// <param name="input">The object with the list.</param>
    /// <param name="field">The name of the field with the list.</param>
    /// <param name="about">The ids of the nodes of the relationships that the evidence serves.</param>
    /// <returns>The ids of the claims; null, with an error, if one of them is wrong.</returns>
    public ImmutableArray<string>? Read(WriteInput input, string field, IReadOnlyCollection<string> about)
    {
        var claims = ImmutableArray.CreateBuilder<string>();
        var isComplete = true;
        foreach (var item in input.Objects(field))
        {
            var claim = item.Object("new") is { } made ? Create(made, about) : Find(item);
            isComplete &= claim is not null;
            if (claim is not null && !claims.Contains(claim))
                claims.Add(claim);
        }
        return isComplete ? claims.ToImmutable() : null;
    }

    private string? Find(WriteInput item)
    {
        var id = item.Text("claim")!;
        if (context.Working.FindNode(id)?.Type == context.Model.Evidence.Claim)
            return id;
        context.Report(ChangeErrorCode.NotFound, item.LocationOf("claim"), $"There is no claim with the id \"{id}\".");
        return null;
    }

    private string? Create(WriteInput input, IReadOnlyCollection<string> about)
    {
        var evidence = context.Model.Evidence;
        if (nodes.Create(evidence.Claim, input) is not { } claim)
            return null;
        foreach (var field in evidence.Claim.Relationships)
            foreach (var (other, location) in input.Texts(field.Name))
                context.Working.Put(Link(field, claim, other, location with { EndField = "" }));
        if (!input.Has(AboutField.Name))
            foreach (var node in about.Where(id => context.Working.FindNode(id) is { } found && AboutField.Target.Members.Contains(found.Type)))
                context.Working.Put(Link(AboutField, claim, node, input.Location));
        return claim;
    }

    private RelationshipField AboutField => context.Model.Evidence.Claim.Relationships.First(f => f.Type == context.Model.Evidence.About && f.Direction == Direction.Out);

    private static RelationshipRecord Link(RelationshipField field, string owner, string other, ChangeLocation location) =>
        field.Direction == Direction.Out ? new(field.Type, owner, other, location) : new(field.Type, other, owner, location);
}
