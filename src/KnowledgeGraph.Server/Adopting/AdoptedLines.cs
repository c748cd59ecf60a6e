using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores.Neo4j.Checking;

namespace KnowledgeGraph.Server.Adopting;

/// <summary>Writes what a mapping makes of a graph as JSON Lines, which an import reads.</summary>
internal sealed class AdoptedLines(GraphModel model, AdoptMapping mapping, Stream output) : IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json = new(output, s_options);
    private readonly Dictionary<string, AdoptedRelationships> _relationships = mapping.Relationships.ToDictionary(r => r.Name);

    private string StatementOfAll => mapping.Report.Statement ?? $"{mapping.Report.Title} states it.";

    private string OutletId => IdOf(model.Evidence.Outlet, mapping.Report.Publisher);

    private string ReportId => IdOf(model.Evidence.Report, mapping.Report.Title);

    /// <summary>The claim that is the evidence of all relationships.</summary>
    private string ClaimId => IdOf(model.Evidence.Claim, StatementOfAll);

    private static string IdOf(NodeType type, string name) => NodeIds.Stem(type, new Dictionary<string, object> { [type.NameProperty.Name] = name });

    /// <summary>Writes the report, its publisher and the claim.</summary>
    public void WriteEvidence()
    {
        var (report, evidence) = (mapping.Report, model.Evidence);
        Write(RecordLine.Node, evidence.Outlet.Name, (RecordLine.Id, OutletId), (evidence.Outlet.NameProperty.Name, report.Publisher), ("kind", report.PublisherKind));
        Write(
            RecordLine.Node, evidence.Report.Name, (RecordLine.Id, ReportId), (evidence.Report.NameProperty.Name, report.Title), ("kind", report.Kind),
            (evidence.PublishedOn.Name, report.Date), (evidence.Url.Name, report.Url));
        Write(RecordLine.Node, evidence.Claim.Name, (RecordLine.Id, ClaimId), (evidence.Claim.NameProperty.Name, StatementOfAll));
    }

    /// <summary>Writes how the claim, the report and its publisher are related. The nodes must have been written.</summary>
    public void WriteEvidenceRelationships()
    {
        Write(RecordLine.Relationship, model.Evidence.StatedIn.Name, (RecordLine.From, ClaimId), (RecordLine.To, ReportId));
        Write(RecordLine.Relationship, model.Evidence.PublishedBy.Name, (RecordLine.From, ReportId), (RecordLine.To, OutletId));
    }

    /// <summary>How the mapping reads a node; null if it has no label of the mapping.</summary>
    public AdoptedNodes? Find(RawNode node) => mapping.Nodes.FirstOrDefault(n => node.Labels.Contains(n.Label));

    public AdoptedRelationships? Find(string type) => _relationships.GetValueOrDefault(type);

    public void Write(RawNode node, AdoptedNodes how)
    {
        Begin(RecordLine.Node, how.Type.Name);
        if (IdOf(node, how) is { } id)
            _json.WriteString(RecordLine.Id, id);
        WriteFields(node, how.Fields);
        End();
    }

    public void Write(RawItem relationship, AdoptedRelationships how, (RawNode Node, AdoptedNodes How) from, (RawNode Node, AdoptedNodes How) to)
    {
        var (start, end) = how.IsReversed ? (to, from) : (from, to);
        Begin(RecordLine.Relationship, how.Type.Name);
        foreach (var (name, node, mapped) in new[] { (RecordLine.From, start.Node, start.How), (RecordLine.To, end.Node, end.How) })
            if (IdOf(node, mapped) is { } id)
                _json.WriteString(name, id);
        WriteFields(relationship, how.Fields);
        if (how.Type.NeedsEvidence)
        {
            _json.WriteStartArray(RecordLine.Claims);
            _json.WriteStringValue(ClaimId);
            _json.WriteEndArray();
        }
        End();
    }

    /// <summary>The id of a node, from its template or its name; null if one of the values is missing.</summary>
    private static string? IdOf(RawNode node, AdoptedNodes how)
    {
        if (how.Id is { } template)
            return template.Fill(name => TextOf(node, name));
        var values = new Dictionary<string, object>();
        foreach (var field in how.Fields.Where(f => f.Property == how.Type.NameProperty || f.Property == how.Type.IdProperty))
            if ((field.Constant ?? field.Template!.Fill(name => TextOf(node, name))) is { } text)
                values.Add(field.Name, text);
        return values.ContainsKey((how.Type.IdProperty ?? how.Type.NameProperty).Name) ? NodeIds.Stem(how.Type, values) : null;
    }

    private void WriteFields(RawItem item, IEnumerable<AdoptedField> fields)
    {
        foreach (var field in fields)
            WriteField(item, field);
    }

    private void WriteField(RawItem item, AdoptedField field)
    {
        // The one value of another type stays as it is, so that the import can say what is wrong with it.
        if (field.Template is { } template && template.Text == $"{{{field.Sources[0]}}}" && item.Values.TryGetValue(field.Sources[0], out var whole) && whole.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Null)
        {
            if (whole.Value.ValueKind == JsonValueKind.Null)
                _json.WriteString(field.Name, whole.Type);
            else if (whole.Value.GetArrayLength() > 0)
            {
                _json.WritePropertyName(field.Name);
                whole.Value.WriteTo(_json);
            }
            return;
        }
        if ((field.Constant ?? field.Template!.Fill(name => TextOf(item, name))) is not { } text)
            return;
        if (field.Property is { IsList: true })
        {
            _json.WriteStartArray(field.Name);
            _json.WriteStringValue(text);
            _json.WriteEndArray();
        }
        else
            WriteValue(field, text);
    }

    private void WriteValue(AdoptedField field, string text)
    {
        switch (field.Property?.Type.Parse(text))
        {
            case long number: _json.WriteNumber(field.Name, number); break;
            case double number when double.IsFinite(number): _json.WriteNumber(field.Name, number); break;
            case bool flag: _json.WriteBoolean(field.Name, flag); break;
            default: _json.WriteString(field.Name, text); break;
        }
    }

    /// <summary>A value as text; empty if there is none.</summary>
    private static string TextOf(RawItem item, string name) => item.Values.TryGetValue(name, out var value) ? value.Value.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString()!,
        JsonValueKind.Number => value.Type.StartsWith("INTEGER", StringComparison.Ordinal) ? value.Value.GetInt64().ToString(CultureInfo.InvariantCulture) : value.Value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "",
    } : "";

    private void Write(string kind, string type, params (string Name, string? Value)[] fields)
    {
        Begin(kind, type);
        foreach (var (name, value) in fields)
            if (value is not null)
                _json.WriteString(name, value);
        End();
    }

    private void Begin(string kind, string type)
    {
        _json.WriteStartObject();
        _json.WriteString(kind, type);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        output.WriteByte((byte)'\n');
        _json.Reset();
    }

    public void Dispose() => _json.Dispose();
}
