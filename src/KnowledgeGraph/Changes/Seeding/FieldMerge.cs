using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>Compares the fields of one record. A default of the model counts as no value, because the graph fills it in.</summary>
internal sealed class FieldMerge(SeedStates states, string subject)
{
    /// <summary>The value that the graph gets, and the one that the next run takes for the last one.</summary>
    public (object? Value, object? Next) Value(string name, object? last, object? now, object? stored, object? fallback = null)
    {
        var (was, says, has) = (last ?? fallback, now ?? fallback, stored ?? fallback);
        if (PropertyValues.SameOrNone(was, says) || PropertyValues.SameOrNone(says, has))
            return (stored, now);
        if (PropertyValues.SameOrNone(was, has))
            return (says, now);
        return states.Decide(new(SeedConflictKind.Value, subject) { Field = name, Graph = has, Seed = says }) switch
        {
            ConflictChoice.Theirs => (says, now),
            ConflictChoice.Ours => (stored, now),
            _ => (stored, last),
        };
    }

    public (Dictionary<string, object> Values, Dictionary<string, object> Next) Properties(
        ImmutableArray<Property> properties, IReadOnlyDictionary<string, object>? last, IReadOnlyDictionary<string, object> now, IReadOnlyDictionary<string, object> stored)
    {
        var (values, next) = (new Dictionary<string, object>(), new Dictionary<string, object>());
        foreach (var property in properties)
        {
            var (value, left) = Value(
                property.Name, last?.GetValueOrDefault(property.Name), now.GetValueOrDefault(property.Name), stored.GetValueOrDefault(property.Name), PropertyDefaults.Of(property));
            if (value is not null)
                values.Add(property.Name, value);
            if (left is not null)
                next.Add(property.Name, left);
        }
        KeepInOrder(properties, last, now, stored, values, next);
        PropertyDefaults.Fill(properties, values);
        return (values, next);
    }

    /// <summary>Two dates that are in order on each side may not be so if each side changed one of them. Then both are of one side.</summary>
    private void KeepInOrder(
        ImmutableArray<Property> properties, IReadOnlyDictionary<string, object>? last, IReadOnlyDictionary<string, object> now, IReadOnlyDictionary<string, object> stored,
        Dictionary<string, object> values, Dictionary<string, object> next)
    {
        static void Take(Dictionary<string, object> into, IReadOnlyDictionary<string, object>? from, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (from?.GetValueOrDefault(name) is { } value)
                    into[name] = value;
                else
                    into.Remove(name);
        }
        foreach (var property in properties)
        {
            if (property.NotBefore is not { } earlier || values.GetValueOrDefault(property.Name) is not string date || values.GetValueOrDefault(earlier) is not string start
                || PartialDate.HasStarted(start, date))
                continue;
            var choice = states.Decide(new(SeedConflictKind.Value, subject) { Field = property.Name, Graph = stored.GetValueOrDefault(property.Name), Seed = now.GetValueOrDefault(property.Name) });
            Take(values, choice == ConflictChoice.Theirs ? now : stored, earlier, property.Name);
            Take(next, choice == ConflictChoice.List ? last : now, earlier, property.Name);
        }
    }

    public static IReadOnlyList<FieldChange> Differences(NodeRecord before, NodeRecord after) => [.. new NodeEntry(Filled(before), Filled(after)).Fields];

    /// <summary>The fields that differ. The order of claims does not count.</summary>
    public static IReadOnlyList<FieldChange> Differences(RelationshipRecord before, RelationshipRecord after)
    {
        var (left, right) = (Filled(before), Filled(after));
        if (left.Claims.ToHashSet().SetEquals(right.Claims))
            right = right with { Claims = left.Claims };
        return [.. new RelationshipEntry(left, right).Fields];
    }

    public static NodeRecord Filled(NodeRecord node) => node with { Properties = Filled(node.Type.Properties, node.Properties) };

    public static RelationshipRecord Filled(RelationshipRecord relationship) =>
        relationship with { Properties = Filled(relationship.Type.Properties, relationship.Properties) };

    private static Dictionary<string, object> Filled(ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        var filled = values.ToDictionary();
        PropertyDefaults.Fill(properties, filled);
        return filled;
    }
}
