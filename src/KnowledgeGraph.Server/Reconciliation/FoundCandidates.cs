using System.Text.Json;
using KnowledgeGraph.Matching;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>The result of one query, best candidate first.</summary>
/// <param name="Nodes">What the graph says of the candidates, by id.</param>
internal sealed record FoundCandidates(SoughtEntity Sought, IReadOnlyDictionary<string, JsonElement> Nodes, Ranking Ranking, ServiceSchema Schema)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject(Sought.Key);
        json.WriteStartArray("result");
        foreach (var (candidate, score) in Ranking.Candidates.Take(Sought.Limit))
            Write(json, candidate, score);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, Candidate candidate, double score)
    {
        var type = Nodes[candidate.Id].GetProperty("__typename").GetString()!;
        json.WriteStartObject();
        json.WriteString("id", candidate.Id);
        json.WriteString("name", candidate.Name);
        json.WriteString("description", DescriptionOf(candidate, type));
        json.WriteStartArray("type");
        ServiceSchema.Write(json, Schema.TypeNamed(type));
        json.WriteEndArray();
        json.WriteNumber("score", score);
        json.WriteBoolean("match", Ranking.Match == candidate);
        json.WriteStartArray("features");
        WriteFeatures(json, candidate);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The alias or the code by which it was found, or else what describes the node.</summary>
    private string DescriptionOf(Candidate candidate, string type)
    {
        var what = candidate.IsByAlias ? $"also {candidate.Alias}" : Schema.Describe(Nodes[candidate.Id]);
        return what is "" ? type : $"{type}: {what}";
    }

    private void WriteFeatures(Utf8JsonWriter json, Candidate candidate)
    {
        Write(json, "name", Percent(candidate.ByName.Value));
        Write(json, "alias", Percent(candidate.ByAlias?.Value ?? 0));
        Write(json, "distance", candidate.Best.Distance);
        Feature(json, "translit", () => json.WriteBooleanValue(candidate.Best.IsTransliterated));
        if (Sought.Types is not null)
            Feature(json, "type", () => json.WriteBooleanValue(candidate.HasType));
        foreach (var (property, agreement) in Sought.Properties.Zip(candidate.Agreements).DistinctBy(p => p.First.Property.Id))
            Write(json, $"property:{property.Property.Id}", Percent(agreement));
    }

    private static double Percent(double share) => Math.Round(100 * share, 2);

    private static void Write(Utf8JsonWriter json, string id, double value) => Feature(json, id, () => json.WriteNumberValue(value));

    private static void Feature(Utf8JsonWriter json, string id, Action writeValue)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WritePropertyName("value");
        writeValue();
        json.WriteEndObject();
    }
}
