using System.Diagnostics;
using KnowledgeGraph.Evidence;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Which nodes and relationships an operation shows, by its date and its evidence.</summary>
internal sealed class Visibility(ReadContext context, StandingReader standings)
{
    /// <summary>Whether the operation shows the node: the evidence supports it, and an instrument is in effect on the date.</summary>
    public bool IsVisible(NodeRef node)
    {
        if (context.ShowsAll)
            return true;
        if (!IsSupported(node))
            return false;
        return context.AsOf is not { } date || context.TableOf(node).Type.Lifespan is null
            || (standings.IsInEffect(node, date) && !(context.HidesPresumed && standings.Of(node, date) == Standing.Presumed));
    }

    /// <summary>Whether the evidence that counts supports the node. Only reports, claims and instruments need it.</summary>
    public bool IsSupported(NodeRef node)
    {
        if (context.Evidence is not { } evidence)
            return true;
        var (kind, position) = context.Snapshot.Evidence.EndOf(node);
        return kind switch
        {
            EvidenceEnd.Report => evidence.HasReport(position),
            EvidenceEnd.Claim => evidence.HasClaim(position),
            EvidenceEnd.Instrument => evidence.HasInstrument(position),
            EvidenceEnd.Statistic or EvidenceEnd.Other => true,
            _ => throw new UnreachableException($"{kind}"),
        };
    }

    /// <summary>Whether the evidence that counts supports the relationship and both of its ends.</summary>
    public bool IsSupported(RelationshipType type, int row) =>
        context.Evidence is not { } evidence || evidence.HasRelationship(context.Snapshot.Evidence.RelationshipPosition(type.Index, row));

    /// <summary>Whether the operation may leave out nodes of this type.</summary>
    public bool MayHide(CompositeType type)
    {
        if (!context.ShowsAll)
            foreach (var member in type.Members)
                if (member.Lifespan is not null || (context.Evidence is not null && member.IsProvenance))
                    return true;
        return false;
    }

    /// <summary>Whether the operation may leave out relationships of this field.</summary>
    public bool MayHide(RelationshipField field) => !context.ShowsAll || field.IsPartial;

    /// <summary>Whether the operation shows the relationship in this field.</summary>
    public bool IsVisible(RelationshipField field, Link link) =>
        (!field.IsPartial || field.Target.Members.Contains(context.TableOf(link.Node).Type)) && IsVisible(field.Adjacency, link);

    /// <summary>Whether the operation shows the relationship and the node at its other end.</summary>
    public bool IsVisible(Adjacency adjacency, Link link) => context.ShowsAll
        || (IsVisible(context.Snapshot.Relationships[adjacency.Type].Type, link.Relationship) && IsVisible(link.Node));

    /// <summary>Whether the operation shows the relationship itself.</summary>
    public bool IsVisible(RelationshipType type, int row)
    {
        if (context.ShowsAll)
            return true;
        var table = context.Snapshot.Relationships[type.Index];
        return IsSupported(type, row) && (context.AsOf is not { } date
            || (StandingReader.IsInEffect(table, row, date) && !(context.HidesPresumed && standings.Of(table, row, date) == Standing.Presumed)));
    }

    /// <summary>The node with this id if the operation shows it.</summary>
    public NodeRef? Find(string? id) => id is not null && context.Snapshot.TryFind(id, out var node) && IsVisible(node) ? node : null;

    /// <summary>The node at the other end of a relationship to at most one node.</summary>
    public NodeRef? OtherEnd(NodeRef node, RelationshipField field)
    {
        foreach (var link in context.Links(node, field.Adjacency))
            if (IsVisible(field, link))
                return link.Node;
        return null;
    }

    /// <summary>The number of relationships that the operation shows.</summary>
    public int Count(NodeRef node, RelationshipField field)
    {
        var links = context.Links(node, field.Adjacency);
        if (!MayHide(field))
            return links.Length;
        var count = 0;
        foreach (var link in links)
            if (IsVisible(field, link))
                count++;
        return count;
    }

    public bool HasAny(NodeRef node, RelationshipField field)
    {
        foreach (var link in context.Links(node, field.Adjacency))
            if (IsVisible(field, link))
                return true;
        return false;
    }

    /// <summary>The claims of a relationship that count. The list is valid until the next call.</summary>
    public ReadOnlySpan<int> ClaimsOf(RelationshipTable table, int row)
    {
        var claims = table.Claims[row];
        if (context.Evidence is not { } evidence)
            return claims;
        if (_claims.Length < claims.Length)
            _claims = new int[claims.Length * 2];
        var count = 0;
        foreach (var claim in claims)
            if (evidence.HasClaim(claim))
                _claims[count++] = claim;
        return _claims.AsSpan(0, count);
    }

    private int[] _claims = [];
}
