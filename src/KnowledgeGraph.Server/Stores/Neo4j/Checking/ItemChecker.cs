using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>What the checks of nodes and of relationships share.</summary>
internal static class ItemChecker
{
    /// <summary>The values of properties that have the right type. Missing ones have their default, or, if they are required, what the history has.</summary>
    /// <param name="wrong">Receives the properties that have another type.</param>
    public static Dictionary<string, object> Read(CheckedItem item, string subject, RawItem raw, ImmutableArray<Property> properties, HistoryState? history, HashSet<string> wrong)
    {
        var values = new Dictionary<string, object>();
        foreach (var property in properties)
            if (raw.Read(property) is { } value)
                values.Add(property.Name, value);
            else if (raw.Values.TryGetValue(property.Name, out var found))
            {
                wrong.Add(property.Name);
                item.Add(FindingKind.ValueInvalid, $"{subject}: `{property.Name}` must be {(property.IsList ? "a list of " : "")}{PropertyRules.Expected(property)}, but was {found}.");
            }
            else if ((property.IsRequired ? history?.Find(property.Name) : null) is { } last)
            {
                values.Add(property.Name, last);
                item.Add(FindingKind.ValueMissing, $"{subject}: `{property.Name}` is missing. The history has {ChangeSetValidator.Show(last)}.", isMendable: true);
            }
            else if (PropertyDefaults.Of(property) is { } given)
            {
                values.Add(property.Name, given);
                item.Add(FindingKind.ValueMissing, $"{subject}: `{property.Name}` is missing. Its default is {ChangeSetValidator.Show(given)}.", isMendable: true);
            }
        return values;
    }

    /// <summary>Notes what the model does not allow.</summary>
    public static void Validate(CheckedItem item, GraphModel model, ChangeSet record, GraphIndex index, HashSet<string> wrong)
    {
        foreach (var error in ChangeSetValidator.Validate(model, record, index).Concat(ChangeStatements.Check(record)))
            if (!(error is { Code: ChangeErrorCode.MissingValue, Field: { } field } && wrong.Contains(field)) && KindOf(error) is { } kind)
                item.Add(kind, error.Message);
    }

    private static FindingKind? KindOf(ChangeError error) => error.Code switch
    {
        ChangeErrorCode.InvalidId => FindingKind.IdInvalid,
        ChangeErrorCode.MissingValue => FindingKind.ValueMissing,
        ChangeErrorCode.InvalidValue => FindingKind.ValueInvalid,
        ChangeErrorCode.InvalidEnds => FindingKind.Ends,
        ChangeErrorCode.EvidenceMissing => FindingKind.EvidenceMissing,
        ChangeErrorCode.InvalidEvidence => FindingKind.EvidenceInvalid,
        ChangeErrorCode.TooLong => FindingKind.TooLong,
        ChangeErrorCode.NotFound => FindingKind.Ends,
        // The index knows better: it has seen the whole graph.
        ChangeErrorCode.TooMany or ChangeErrorCode.NotUnique => null,
        _ => FindingKind.Rule,
    };

    /// <summary>Notes a missing time and computed values that differ.</summary>
    /// <param name="needed">All properties that the layout has.</param>
    public static void Compare(CheckedItem item, string subject, RawItem raw, Dictionary<string, JsonElement> needed, IReadOnlySet<string> computed)
    {
        foreach (var (name, value) in StoredProperties.Differences(raw, needed, computed))
            if (computed.Contains(name))
                item.Add(
                    FindingKind.Computed,
                    $"{subject}: `{name}` must be {(value is { } right ? Show(right) : "missing")}, but {(raw.Values.TryGetValue(name, out var found) ? $"was {found}" : "is missing")}.", isMendable: true);
        if (!raw.Values.TryGetValue(GraphLayout.RecordedAt.Text, out var time))
            item.Add(FindingKind.RecordedAt, $"{subject}: `recordedAt` is missing. It becomes the time of the repair.", isMendable: true);
        else if (raw.RecordedAt is null)
            item.Add(FindingKind.RecordedAt, $"{subject}: `recordedAt` must be a point in time (ZONED DATETIME), but was {time}. Remove it, or set it with datetime().");
    }

    private static string Show(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();

    /// <summary>The revision that a record should have if the history knows it, or is too young to know it; null if the history lacks it.</summary>
    public static long? RevisionOf(RawItem raw, HistoryState? state, RecordedHistory history)
    {
        var stored = raw.Values.TryGetValue(GraphLayout.Revision.Text, out var value) && value.Type.StartsWith("INTEGER", StringComparison.Ordinal) ? value.Value.GetInt64() : -1;
        return state is { Exists: true } ? state.Version : stored >= 0 && stored < history.FirstVersion ? stored : null;
    }

    /// <summary>Notes how the history and the revision differ from the record.</summary>
    /// <param name="change">From the history to the record; null if the history lacks the record.</param>
    public static void CompareHistory(CheckedItem item, string subject, RawItem raw, ChangeEntry? change, long? revision)
    {
        if (change is null)
            item.Add(FindingKind.History, $"{subject}: The history does not have it. It becomes part of it.", isMendable: true);
        else if (change.IsChange)
            item.Add(FindingKind.History, $"{subject}: {string.Join(", ", change.Fields.Select(f => $"`{f.Name}` was {Show(f.Before)} in the history and is {Show(f.After)}"))}. The history takes it over.", isMendable: true);
        else if (!raw.Values.TryGetValue(GraphLayout.Revision.Text, out var stored) || stored.Value.GetRawText() != $"{revision}")
            item.Add(FindingKind.Revision, $"{subject}: `_revision` must be {revision}, but {(stored.Type is null ? "is missing" : $"was {stored}")}.", isMendable: true);
    }

    private static string Show(object? value) => value is null ? "missing" : ChangeSetValidator.Show(value);
}
