using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>A relationship as it is written and stored, with the ids of its claims.</summary>
public sealed record RelationshipRecord(RelationshipType Type, string From, string To, ChangeLocation? Location = null)
{
    public string? Since { get; init; }
    public string? Until { get; init; }
    public IReadOnlyDictionary<string, object> Properties { get; init; } = ImmutableDictionary<string, object>.Empty;
    public ImmutableArray<string> Claims { get; init; } = [];
    /// <summary>The version of the graph that last changed it; 0 for a record that no commit has prepared.</summary>
    public long Revision { get; init; }
    /// <inheritdoc cref="NodeRecord.RecordedAt"/>
    public long? RecordedAt { get; init; }

    /// <summary>The ids of nodes among its properties: those with @reference.</summary>
    public IEnumerable<(Property Property, string Id)> References
    {
        get
        {
            foreach (var property in Type.Properties)
                if (property.ReferenceTo is not null && Properties.GetValueOrDefault(property.Name) is string id)
                    yield return (property, id);
        }
    }

    /// <summary>The same relationship with other ids of nodes: of its ends, its claims and its references.</summary>
    public RelationshipRecord WithIds(Func<string, string> change) => this with
    {
        From = change(From),
        To = change(To),
        Claims = [.. Claims.Select(change).Distinct()],
        Properties = References.Aggregate(Properties.ToImmutableDictionary(), (properties, r) => properties.SetItem(r.Property.Name, change(r.Id))),
    };

    /// <summary>The identity of the relationship: type, ends, since and the properties with @key. It is stable, and is the stored primary key.</summary>
    public string Key
    {
        get
        {
            var key = $"{Type.Name} {From} {To} {Since}";
            foreach (var property in Type.Properties)
                if (property.IsKey)
                    key += $" {Properties.GetValueOrDefault(property.Name)}";
            return key.TrimEnd();
        }
    }
}
