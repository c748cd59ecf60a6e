using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Stored values of a node or a relationship.</summary>
internal static class PropertyValues
{
    public static Selected Property(Property property, Variable owner) => new($"{owner}.{Name.Of(property)}", ValueFormat.Value.Of(property));

    public static Selected RecordedAt(Variable owner) => new(Milliseconds(owner), Formats.Time);

    public static Selected Revision(Variable owner) => new($"{owner}.{GraphLayout.Revision}", Formats.Version);

    // n0.recordedAt.epochMillis
    public static CypherText Milliseconds(Variable owner) => $"{owner}.{GraphLayout.RecordedAt}.epochMillis";
}
