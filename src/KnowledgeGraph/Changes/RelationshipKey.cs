using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Reads the key of a relationship (<see cref="RelationshipRecord.Key"/>), which clients use as its id.</summary>
internal static class RelationshipKey
{
    // "HOLDS_OFFICE official:x country:MEX 2018-12-01 President of Mexico"
    /// <summary>A record by which the relationship can be found: it has this key, its type and its ends. Null if no relationship can have the key.</summary>
    public static RelationshipRecord? Parse(GraphModel model, string key)
    {
        if (key.Split(' ', 5) is not [var name, var from, var to, .. var rest] || model.FindRelationshipType(name) is not { } type)
            return null;
        var record = new RelationshipRecord(type, from, to) { Since = rest is [{ Length: > 0 } since, ..] ? since : null };
        // Properties with @key can have blanks, so that the whole rest stands for them. Only the text of the key is compared.
        if (rest is [_, var distinction] && type.Properties.FirstOrDefault(p => p.IsKey) is { } property)
            record = record with { Properties = new Dictionary<string, object> { [property.Name] = distinction } };
        return record.Key == key ? record : null;
    }
}
