using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Evidence;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>What a graph in Neo4j knows about its evidence, as <see cref="EvidenceStatements"/> return it, and the ids of its positions.</summary>
public sealed class StoredEvidence
{
    private readonly ImmutableArray<string> _claims;
    private readonly ImmutableArray<string> _instruments;
    /// <summary>Neo4j's own ids, since a relationship has no other.</summary>
    private readonly ImmutableArray<string> _relationships;

    public StoredEvidence(
        GraphModel model, IReadOnlyList<JsonElement> reports, IReadOnlyList<JsonElement> claims, IReadOnlyList<JsonElement> instruments,
        IReadOnlyList<JsonElement> statistics, IReadOnlyList<JsonElement> relationships)
    {
        (_claims, _instruments, _relationships) = (Ids(claims), Ids(instruments), Ids(relationships));
        var (reportAt, claimAt) = (Positions(Ids(reports)), Positions(_claims));
        var ends = new Dictionary<string, (EvidenceEnd Kind, int Position)>();
        foreach (var (kind, positions) in new[]
        {
            (EvidenceEnd.Report, reportAt), (EvidenceEnd.Claim, claimAt),
            (EvidenceEnd.Instrument, Positions(_instruments)), (EvidenceEnd.Statistic, Positions(Ids(statistics))),
        })
            foreach (var (id, position) in positions)
                ends[id] = (kind, position);
        (EvidenceEnd, int) End(JsonElement id) => ends.GetValueOrDefault(id.GetString()!, (EvidenceEnd.Other, -1));
        All = new EvidenceGraph(
            [.. reports.Select(r => new EvidenceReport(
                r[0].GetString()!, Date(r[1]), Text(r[2]) is { } original ? reportAt.GetValueOrDefault(original, -1) : -1, Text(r[3]), Text(r[4]), [.. Texts(r[5])]))],
            [.. claims.Select(c => new EvidenceClaim(c[1].GetBoolean(), Found(c[2], reportAt)))],
            [.. instruments.Select(i => new EvidenceInstrument(Date(i[1]), Found(i[2], claimAt)))],
            [.. statistics.Select(s => Found(s[1], reportAt))],
            [.. relationships.Select(r => new EvidenceRelationship(
                End(r[2]), End(r[3]), Found(r[4], claimAt), model.FindRelationshipType(r[1].GetString()!) is { NeedsEvidence: true }, LastOf(r[5])))])
        {
            ClaimCount = claims.Count,
        };
    }

    public EvidenceGraph All { get; }

    /// <summary>Writes the ids of the reports, claims and instruments that are left out.</summary>
    internal void WriteHiddenNodes(Utf8JsonWriter json, EvidenceLens lens)
    {
        var view = All.Under(lens);
        json.WriteStartArray();
        for (var i = 0; i < All.Reports.Length; i++)
            if (!view.HasReport(i))
                json.WriteStringValue(All.Reports[i].Id);
        for (var i = 0; i < _claims.Length; i++)
            if (!view.HasClaim(i))
                json.WriteStringValue(_claims[i]);
        for (var i = 0; i < _instruments.Length; i++)
            if (!view.HasInstrument(i))
                json.WriteStringValue(_instruments[i]);
        json.WriteEndArray();
    }

    internal void WriteHiddenRelationships(Utf8JsonWriter json, EvidenceLens lens)
    {
        var view = All.Under(lens);
        json.WriteStartArray();
        for (var i = 0; i < _relationships.Length; i++)
            if (!view.HasRelationship(i))
                json.WriteStringValue(_relationships[i]);
        json.WriteEndArray();
    }

    /// <summary>Writes the last date that the evidence reaches, by the id of the instrument.</summary>
    internal void WriteKnownInstruments(Utf8JsonWriter json, EvidenceLens? lens)
    {
        var view = ViewOf(lens);
        json.WriteStartObject();
        for (var i = 0; i < _instruments.Length; i++)
            if (view.InstrumentKnownUntil(i) is { } date)
                json.WriteString(_instruments[i], date);
        json.WriteEndObject();
    }

    /// <summary>Writes the last date that the evidence reaches, by the id of the relationship.</summary>
    internal void WriteKnownRelationships(Utf8JsonWriter json, EvidenceLens? lens)
    {
        var view = ViewOf(lens);
        json.WriteStartObject();
        for (var i = 0; i < _relationships.Length; i++)
            if (view.RelationshipKnownUntil(i) is { } date)
                json.WriteString(_relationships[i], date);
        json.WriteEndObject();
    }

    private EvidenceView ViewOf(EvidenceLens? lens) => lens is null ? All.Whole : All.Under(lens);

    private static ImmutableArray<string> Ids(IReadOnlyList<JsonElement> rows) => [.. rows.Select(r => r[0].GetString()!)];

    private static Dictionary<string, int> Positions(ImmutableArray<string> ids)
    {
        var positions = new Dictionary<string, int>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
            positions[ids[i]] = i;
        return positions;
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Texts(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(Text).OfType<string>() : [];

    private static int[] Found(JsonElement ids, Dictionary<string, int> positions) =>
        [.. Texts(ids).Select(id => positions.GetValueOrDefault(id, -1)).Where(position => position >= 0)];

    /// <summary>A date that is stored in the wrong form counts as none.</summary>
    private static byte[]? Date(JsonElement value) => Text(value) is { } text && PartialDate.IsValid(text) ? Encoding.UTF8.GetBytes(text) : null;

    private static byte[]? LastOf(JsonElement days) => Texts(days).Where(d => PartialDate.IsValid(d)).Select(Encoding.UTF8.GetBytes)
        .Aggregate((byte[]?)null, (last, day) => last is null || PartialDate.CompareLastDay(day, last) > 0 ? day : last);
}
