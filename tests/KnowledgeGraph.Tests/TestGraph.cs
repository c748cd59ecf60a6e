using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests;

/// <summary>Records in few words, and answers of the embedded store to them.</summary>
internal static class TestGraph
{
    public static readonly DateTimeOffset RecordedAt = new(2024, 7, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2024, 8, 1);

    public static readonly GraphModel Model = GraphModel.Load();
    public static readonly GraphSchema Schema = GraphSchema.Create(Model);

    public static NodeRecord Node(string type, string id, params (string Name, object Value)[] properties)
    {
        var nodeType = Model.FindNodeType(type)!;
        var values = properties.ToDictionary(p => p.Name, p => p.Value);
        PropertyDefaults.Fill(nodeType.Properties, values);
        return new NodeRecord(nodeType, id, values);
    }

    public static RelationshipRecord Link(
        string type, string from, string to, string[]? claims = null, string? since = null, string? until = null,
        params (string Name, object Value)[] properties)
    {
        var relationshipType = Model.FindRelationshipType(type)!;
        var values = properties.ToDictionary(p => p.Name, p => p.Value);
        PropertyDefaults.Fill(relationshipType.Properties, values);
        return new RelationshipRecord(relationshipType, from, to)
        {
            Since = since,
            Until = until,
            Properties = values,
            Claims = [.. claims ?? []],
        };
    }

    public static GraphSnapshot Commit(this GraphSnapshot snapshot, ChangeSet changes)
    {
        var errors = ChangeSetValidator.Validate(Model, changes, snapshot);
        Assert.Empty(errors.Select(e => e.ToString()));
        return snapshot.Apply(changes.Expand(snapshot), RecordedAt);
    }

    public static string Ask(this GraphSnapshot snapshot, string document, IReadOnlyDictionary<string, object?>? variables = null)
    {
        var plan = Operation.Parse(Schema, document, null).Bind(variables ?? ImmutableDictionary<string, object?>.Empty);
        using var answer = new ResponseBuffer();
        SnapshotExecutor.Execute(plan, snapshot, Today, answer);
        return Encoding.UTF8.GetString(answer.Written.Span);
    }
}
