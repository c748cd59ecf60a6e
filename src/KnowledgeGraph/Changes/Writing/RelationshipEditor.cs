using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Adds, updates and removes relationships with their evidence.</summary>
internal sealed class RelationshipEditor(WriteContext context, EvidenceEditor evidence)
{
    /// <summary>Adds the relationships that the input of a new node gives. Evidence that the node's input shares applies to each that needs some and names none.</summary>
    public void AddAll(NodeType type, string owner, WriteInput input)
    {
        var links = new List<(RelationshipRecord Record, WriteInput Input)>();
        foreach (var field in type.Relationships)
            foreach (var link in input.Objects(field.Name))
                links.Add((Read(field, owner, link), link));
        var served = links.Where(l => UsesShared(l.Record, l.Input)).SelectMany(l => new[] { l.Record.From, l.Record.To }).Distinct().ToList();
        var shared = served.Count > 0 ? evidence.Read(input, EvidenceEditor.Field, served) : [];
        foreach (var (record, link) in links)
            Add(record, link, UsesShared(record, link) ? shared : Claims(record, link));
    }

    /// <summary>Adds one relationship.</summary>
    /// <returns>Its key; null, with an error, if it cannot be added.</returns>
    public string? Add(RelationshipType type, WriteInput input) =>
        Read(type, input.Text("from")!, input.Text("to")!, input) is var record && Add(record, input, Claims(record, input)) ? record.Key : null;

    private bool Add(RelationshipRecord record, WriteInput input, ImmutableArray<string>? claims)
    {
        if (claims is null)
            context.MarkFaulty(record.Location!);
        if (context.Working.FindRelationship(record) is not null)
        {
            context.Report(ChangeErrorCode.Exists, input.Location, $"{record.From} {record.Type.Name} {record.To}: The relationship exists. Update it, or give another `since`.");
            return false;
        }
        context.Working.Put(record with { Claims = claims ?? [] });
        return true;
    }

    private static bool UsesShared(RelationshipRecord record, WriteInput input) => record.Type.NeedsEvidence && !input.Has(EvidenceEditor.Field);

    private ImmutableArray<string>? Claims(RelationshipRecord record, WriteInput input) => evidence.Read(input, EvidenceEditor.Field, [record.From, record.To]);

    private static RelationshipRecord Read(RelationshipField field, string owner, WriteInput input)
    {
        var other = input.Text("to")!;
        var record = field.Direction == Direction.Out ? Read(field.Type, owner, other, input) : Read(field.Type, other, owner, input);
        return record with { Location = input.Location with { EndField = "to" } };
    }

    private static RelationshipRecord Read(RelationshipType type, string from, string to, WriteInput input)
    {
        var properties = new Dictionary<string, object>();
        foreach (var property in type.Properties)
            if (input.Value(property) is { } value)
                properties.Add(property.Name, value);
        PropertyDefaults.Fill(type.Properties, properties);
        return new(type, from, to, input.Location) { Since = input.Text("since"), Until = input.Text("until"), Properties = properties };
    }

    /// <summary>Sets dates and properties of a relationship, and changes its evidence.</summary>
    /// <returns>Its key, which is another one if `since` or a property with @key changes; null, with an error, if the change is not possible.</returns>
    public string? Update(RelationshipRecord stored, WriteInput input)
    {
        var record = stored with { Location = input.Location };
        if (input.Object("set") is { } set)
        {
            var name = set.Names.First();
            if (name != stored.Type.FieldName)
            {
                context.Report(ChangeErrorCode.InvalidValue, set.LocationOf(name), $"`set` must have the field `{stored.Type.FieldName}`, because the relationship is of type {stored.Type.Name}.");
                return null;
            }
            record = Set(record, set.Object(name)!);
        }
        var added = evidence.Read(input, "addEvidence", [stored.From, stored.To]);
        if (added is null || !TryRemove(stored, input, out var kept))
            context.MarkFaulty(record.Location!);
        else
            record = record with { Claims = [.. kept.Union(added)] };
        if (record.Key != stored.Key)
        {
            if (context.Working.FindRelationship(record) is not null)
            {
                context.Report(ChangeErrorCode.Exists, record.Location!, $"{record.From} {record.Type.Name} {record.To}: There is already a relationship with these values.");
                return null;
            }
            context.Working.Remove(stored);
        }
        context.Working.Put(record);
        return record.Key;
    }

    private static RelationshipRecord Set(RelationshipRecord record, WriteInput set)
    {
        var properties = record.Properties.ToDictionary();
        foreach (var property in record.Type.Properties.Where(p => set.Has(p.Name)))
            if (set.Value(property) is { } value)
                properties[property.Name] = value;
            else
                properties.Remove(property.Name);
        PropertyDefaults.Fill(record.Type.Properties, properties);
        return record with
        {
            Since = set.Has("since") ? set.Text("since") : record.Since,
            Until = set.Has("until") ? set.Text("until") : record.Until,
            Properties = properties,
            Location = set.Location,
        };
    }

    private bool TryRemove(RelationshipRecord stored, WriteInput input, out ImmutableArray<string> kept)
    {
        kept = stored.Claims;
        var isComplete = true;
        foreach (var (claim, location) in input.Texts("removeEvidence"))
            if (kept.Contains(claim))
                kept = kept.Remove(claim);
            else
            {
                isComplete = false;
                context.Report(ChangeErrorCode.NotFound, location, $"{claim} is not evidence of this relationship.");
            }
        return isComplete;
    }

    public void Remove(RelationshipRecord stored) => context.Working.Remove(stored);
}
