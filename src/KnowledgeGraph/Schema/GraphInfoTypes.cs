using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`graph`: the graph itself, for pages and citations.</summary>
internal static class GraphInfoTypes
{
    public static void AddTo(ObjectGraphType query, SchemaTypes types)
    {
        var graph = new ObjectGraphType { Name = "Graph", Description = "The whole graph, whatever the date and the evidence of the operation." };
        Add(graph, "version", Required(types.Int), "Number of commits that led to it.", new FieldMeaning.Leaf(Leaf.Version));
        Add(graph, "recordedAt", types.DateTime, "When the last commit was made (UTC). Null if there was none.", new FieldMeaning.Leaf(Leaf.RecordedAt));
        Add(graph, "knownUntil", types.PartialDate, "Latest publication date of a report. Null if no report has a date.", new FieldMeaning.Leaf(Leaf.KnownUntil));
        Add(graph, "nodes", Required(types.Int), "Number of nodes.", new FieldMeaning.Leaf(Leaf.NodeCount));
        Add(graph, "relationships", Required(types.Int), "Number of relationships.", new FieldMeaning.Leaf(Leaf.RelationshipCount));
        Add(graph, "questions", Required(types.Int), "Number of named questions.", new FieldMeaning.QuestionCount());
        Add(graph, "relationshipsLeftOut", Required(types.Int), "Number of relationships that are left out because of @evidence, whatever the date.", new FieldMeaning.Leaf(Leaf.RelationshipsLeftOut));
        Add(query, "graph", Required(graph), "The graph that is queried.", new FieldMeaning.GraphInfo());
    }
}
