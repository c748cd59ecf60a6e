using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Fetches the stored records that a change touches, in the transaction of the change. The number of statements is small and does not depend on the number of records.</summary>
internal sealed class RecordFetch
{
    private const int Batch = 5_000;

    private readonly GraphModel _model;
    private readonly INeo4jTransaction _transaction;
    private readonly CancellationToken _stop;
    private readonly StoredRecords _records = new();

    private RecordFetch(GraphModel model, INeo4jTransaction transaction, CancellationToken stop) => (_model, _transaction, _stop) = (model, transaction, stop);

    public static async ValueTask<StoredRecords> Fetch(GraphModel model, INeo4jTransaction transaction, ChangeSet touched, CancellationToken stop)
    {
        var fetch = new RecordFetch(model, transaction, stop);
        await fetch.FetchRelationships(touched);
        await fetch.FetchNodes(touched);
        return fetch._records;
    }

    private async ValueTask FetchRelationships(ChangeSet touched)
    {
        var named = touched.Relationships.Concat(touched.RemovedRelationships).ToList();
        foreach (var sameType in named.GroupBy(r => r.Type))
            await Fetch(RecordStatements.Between(sameType.Key), sameType.Select(r => (r.From, r.To)).Distinct(), WritePair, AddRelationship);
        foreach (var field in _model.RelationshipTypes.SelectMany(t => t.Fields).Where(f => !f.IsList).DistinctBy(f => (f.Type, f.Direction)))
            await Fetch(
                RecordStatements.OfEnd(field), named.Where(r => r.Type == field.Type).Select(r => field.Direction == Direction.Out ? r.From : r.To).Distinct(),
                WriteText, AddRelationship);
        await Fetch(RecordStatements.OfNode, touched.RemovedNodes, WriteText, AddRelationship);
        await Fetch(
            RecordStatements.CarriedBy, touched.RemovedNodes.Where(id => _model.TypesOf(id).Contains(_model.Evidence.Claim)), WriteText, AddRelationship);
        foreach (var (type, property) in _model.RelationshipTypes.SelectMany(t => t.Properties.Where(p => p.ReferenceTo is not null).Select(p => (t, p))))
            await Fetch(
                RecordStatements.ReferencedBy(type, property),
                touched.RemovedNodes.Where(id => _model.TypesOf(id).Intersect(_model.FindComposite(property.ReferenceTo!)!.Members).Any()), WriteText, AddRelationship);
    }

    private async ValueTask FetchNodes(ChangeSet touched)
    {
        var ids = touched.Nodes.Select(n => n.Id).Concat(touched.RemovedNodes)
            .Concat(touched.Relationships.Concat(touched.RemovedRelationships).Concat(_records.Relationships).SelectMany(r => (IEnumerable<string>)[r.From, r.To, .. r.Claims, .. r.References.Select(f => f.Id)]));
        await Fetch(RecordStatements.Nodes, ids.Distinct(), WriteText, AddNode);
        foreach (var (type, property) in _model.NodeTypes.SelectMany(t => t.Properties.Where(p => p.IsUnique).Select(p => (t, p))))
            await Fetch(
                RecordStatements.Unique(_model, type, property),
                touched.Nodes.Where(n => n.Type == type).Select(n => n.Properties.GetValueOrDefault(property.Name)).OfType<string>().Select(Folding.Fold).Distinct(),
                WriteText, AddNode);
    }

    private async ValueTask Fetch<T>(Statement statement, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write, Action<JsonElement> add)
    {
        foreach (var batch in rows.Chunk(Batch))
            await _transaction.Run(
                statement,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteStartArray("rows"u8);
                    foreach (var row in batch)
                        write(json, row);
                    json.WriteEndArray();
                    json.WriteEndObject();
                },
                (ref Utf8JsonReader value) =>
                {
                    using var records = JsonDocument.ParseValue(ref value);
                    foreach (var record in records.RootElement.EnumerateArray())
                        add(record);
                },
                _stop);
    }

    private static void WriteText(Utf8JsonWriter json, string text) => json.WriteStringValue(text);

    private static void WritePair(Utf8JsonWriter json, (string From, string To) ends)
    {
        json.WriteStartArray();
        json.WriteStringValue(ends.From);
        json.WriteStringValue(ends.To);
        json.WriteEndArray();
    }

    // {"labels":["Entity","Country","Actor"],"properties":{"id":"country:PAN","name":"Panama","_name":"panama",…}}
    private void AddNode(JsonElement record)
    {
        var type = record.GetProperty("labels").EnumerateArray().Select(l => _model.FindNodeType(l.GetString()!)).OfType<NodeType>().First();
        var properties = record.GetProperty("properties");
        _records.Add(new NodeRecord(type, properties.GetProperty("id").GetString()!, Values(type.Properties, properties)) { Revision = RevisionOf(properties) });
    }

    // {"type":"PARTY_TO","from":"country:PAN","to":"instrument:…","properties":{"since":"2024","claims":["claim:…"],…}}
    private void AddRelationship(JsonElement record)
    {
        if (_model.FindRelationshipType(record.GetProperty("type").GetString()!) is not { } type)
            return;
        var properties = record.GetProperty("properties");
        _records.Add(new RelationshipRecord(type, record.GetProperty("from").GetString()!, record.GetProperty("to").GetString()!)
        {
            Since = properties.TryGetProperty("since", out var since) ? since.GetString() : null,
            Until = properties.TryGetProperty("until", out var until) ? until.GetString() : null,
            Claims = properties.TryGetProperty("claims", out var claims) ? Texts(claims) : [],
            Properties = Values(type.Properties, properties),
            Revision = RevisionOf(properties),
        });
    }

    /// <summary>What another program wrote may have no revision.</summary>
    private static long RevisionOf(JsonElement properties) =>
        properties.TryGetProperty(GraphLayout.Revision.Text, out var revision) && revision.TryGetInt64(out var version) ? version : 0;

    private static Dictionary<string, object> Values(ImmutableArray<Property> properties, JsonElement stored)
    {
        var values = new Dictionary<string, object>();
        foreach (var property in properties)
            if (stored.TryGetProperty(property.Name, out var value))
                values.Add(property.Name, value.ValueKind switch
                {
                    JsonValueKind.Array => Texts(value),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.Number => property.Type.Form == ScalarForm.Whole ? value.GetInt64() : (object)value.GetDouble(),
                    _ => value.GetString()!,
                });
        return values;
    }

    private static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(i => i.GetString()!)];
}
