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
        if (context.Working.FindRelationship(record) is { } other)
        {
            context.Report(ChangeErrorCode.Exists, input.Location, $"{record.From} {record.Type.Name} {record.To}: The relationship exists. Update it, or give another `since`.", other.Revision);
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
        var properties = input.Over(type.Properties, ImmutableDictionary<string, object>.Empty);
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
        var kept = Remaining(stored, input);
        if (added is null || kept is null)
            context.MarkFaulty(record.Location!);
        else
            record = record with { Claims = [.. kept.Value.Union(added.Value)] };
        if (record.Key != stored.Key)
        {
            if (context.Working.FindRelationship(record) is { } other)
            {
                context.Report(ChangeErrorCode.Exists, record.Location!, $"{record.From} {record.Type.Name} {record.To}: There is already a relationship with these values.", other.Revision);
                return null;
            }
            context.Working.Remove(stored);
        }
        context.Working.Put(record);
        return record.Key;
    }

    private static RelationshipRecord Set(RelationshipRecord record, WriteInput set) => record with
    {
        Since = set.Has("since") ? set.Text("since") : record.Since,
        Until = set.Has("until") ? set.Text("until") : record.Until,
        Properties = set.Over(record.Type.Properties, record.Properties),
        Location = set.Location,
    };

    /// <summary>The claims without those that the input removes; null, with an error, if one of these is not evidence of the relationship.</summary>
    private ImmutableArray<string>? Remaining(RelationshipRecord stored, WriteInput input)
    {
        var removed = input.Texts("removeEvidence").ToList();
        var wrong = removed.FindAll(r => !stored.Claims.Contains(r.Text));
        foreach (var (claim, location) in wrong)
            context.Report(ChangeErrorCode.NotFound, location, $"{claim} is not evidence of this relationship.");
        return wrong.Count == 0 ? [.. stored.Claims.Except(removed.Select(r => r.Text))] : null;
    }

    public void Remove(RelationshipRecord stored) => context.Working.Remove(stored);
}
