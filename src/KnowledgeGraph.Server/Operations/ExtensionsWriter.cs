using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Operations;

/// <summary>The `extensions` of a response: the lens that applied, the evidence that counted, notes for people, and the cost if it was asked for.</summary>
internal static class ExtensionsWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds the extensions to a response with data, if there are any.</summary>
    public static void AddTo(ResponseBuffer response, BoundPlan plan, bool withCost)
    {
        var hasFields = HasDateOfField(plan);
        var hasLens = hasFields || plan.IsUnderLens;
        if (!hasLens && !withCost && !response.HasNotes)
            return;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartObject();
            if (hasLens)
                WriteLens(json, plan.Lens, hasFields);
            if (response.Evidence is { } evidence)
                WriteEvidence(json, evidence);
            if (response.HasNotes)
                WriteNotes(json, response.Notes);
            if (withCost)
                WriteCost(json, plan.Cost);
            json.WriteEndObject();
        }
        response.Add([.. ",\"extensions\":"u8, .. bytes.WrittenSpan]);
    }

    /// <summary>The response to an operation that is not executed.</summary>
    public static byte[] CostAlone(OperationCost cost)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartObject();
            json.WriteStartObject("extensions");
            WriteCost(json, cost);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Whether the argument `asOf` of a field gives another date than that of the operation.</summary>
    private static bool HasDateOfField(BoundPlan plan)
    {
        if (!plan.Plan.HasFieldDates)
            return false;
        for (var i = 0; i < plan.Values.Length; i++)
            if (plan.Plan.Parameters[i] is IfGivenParameter { Inner: DateParameter } && plan.Values[i] != Argument.NotGiven && (plan.Values[i] is not null || plan.Lens.AsOf is not null))
                return true;
        return false;
    }

    // "lens":{"asOf":"2024-07-01","presumed":false,"publishedBy":"2024","without":["outlet:…"],"minOrigins":2,"fields":true}
    private static void WriteLens(Utf8JsonWriter json, Lens lens, bool hasFields)
    {
        json.WriteStartObject("lens");
        json.WriteString("asOf", lens.AsOf);
        if (lens.HidesPresumed)
            json.WriteBoolean("presumed", false);
        if (lens.Evidence is { } evidence)
        {
            json.WriteString("publishedBy", evidence.PublishedBy);
            json.WriteStartArray("without");
            foreach (var id in evidence.Without)
                json.WriteStringValue(id);
            json.WriteEndArray();
            json.WriteNumber("minOrigins", evidence.MinOrigins);
        }
        if (hasFields)
            json.WriteBoolean("fields", true);
        json.WriteEndObject();
    }

    // "evidence":{"claims":1200,"claimsLeftOut":14}
    private static void WriteEvidence(Utf8JsonWriter json, EvidenceCount evidence)
    {
        json.WriteStartObject("evidence");
        json.WriteNumber("claims", evidence.Claims);
        json.WriteNumber("claimsLeftOut", evidence.ClaimsLeftOut);
        json.WriteEndObject();
    }

    // "notes":["no node official:maiorkas"]
    private static void WriteNotes(Utf8JsonWriter json, IEnumerable<string> notes)
    {
        json.WriteStartArray("notes");
        foreach (var note in notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
    }

    // "operationCost":{"fieldCost":12,"typeCost":102}
    private static void WriteCost(Utf8JsonWriter json, OperationCost cost)
    {
        json.WriteStartObject("operationCost");
        json.WriteNumber("fieldCost", cost.Fields);
        json.WriteNumber("typeCost", cost.Types);
        json.WriteEndObject();
    }
}
