using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>What happened when.</summary>
internal sealed partial class SchemaBuilder
{
    private const string AboutRule = """
        Of an instrument, an event or a report that is named: what happens to it, and the reports about it. Of any other node: what happens to
        the instruments, events and reports linked to it by one relationship, and the offices that are its own or are held at it. Of every node
        also the reports in which a claim about it is stated. What comes twice is there once; an unknown id adds nothing.
        An office or post counts where its relationship says since when or until when, not where it is only known on some days.
        """;

    private void AddTimeline(ObjectGraphType query)
    {
        var edge = new ObjectGraphType { Name = "TimelineEdge", Description = "An entry of a timeline and where it stands." };
        var connection = BuildConnection("Timeline", edge, BuildTimelineEntry(), "Entries of a timeline, a page of them.");
        var field = Add(query, "timeline", Required(connection),
            "What happened when, by date (the coarser first), then what, the node's name, its id, and the relationship's other end.\n" + AboutRule,
            new FieldMeaning.Timeline());
        field.Arguments!.Add(new QueryArgument(RequiredList(_id)) { Name = "about", Description = $"The ids of nodes, at most {GraphSchema.MaxPageSize}." });
        field.Arguments.Add(new QueryArgument(_partialDate) { Name = "from", Description = "Only what happened then or later, as `gte` compares." });
        field.Arguments.Add(new QueryArgument(_partialDate) { Name = "to", Description = "Only what happened then or earlier, as `lte` compares." });
        Page(field);
    }

    private ObjectGraphType BuildTimelineEntry()
    {
        var entry = new ObjectGraphType { Name = "TimelineEntry", Description = "Something that happened on a date." };
        Add(entry, "on", Required(_partialDate), "The date, as precise as it is known.", new FieldMeaning.OnDate());
        Add(entry, "what", Required(BuildEnum(TimelineRoles.Events)), "What happened.", new FieldMeaning.What());
        Add(entry, "node", Required(_node), "To which instrument, event or report it happened; of an office or post who took or left it.", new FieldMeaning.EdgeNode());
        Add(entry, "relationship", _relationship, "The office or post that was taken or left; null otherwise.", new FieldMeaning.Relationship());
        return entry;
    }
}
