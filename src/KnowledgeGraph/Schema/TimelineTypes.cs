using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`timeline`: dated events about nodes.</summary>
internal sealed class TimelineTypes(SchemaTypes types, ConnectionTypes connections, RelationshipTypes relationships, FieldArguments arguments)
{
    private const string AboutRule = """
        For an instrument, an event or a report, the timeline has its own dates and the reports about it. For any other node, it has the dates of
        the instruments, events and reports that are related to it, and the offices that it holds or that are held at it. For every node, it also
        has the reports that state a claim about it. Each entry is listed once. Unknown ids are ignored.
        An office or post has entries only if its relationship has a start or an end date.
        """;

    public void AddTo(ObjectGraphType query)
    {
        var edge = new ObjectGraphType { Name = "TimelineEdge", Description = "Timeline entry and its cursor." };
        var connection = connections.Build("Timeline", edge, BuildEntry(), "Page of timeline entries.");
        var field = Add(query, "timeline", Required(connection),
            "Dated events about nodes, ordered by date (the coarser date first), then by kind of event, name and id.\n" + AboutRule,
            new FieldMeaning.Timeline());
        field.Arguments!.Add(new QueryArgument(RequiredList(types.Id)) { Name = "about", Description = $"Ids of nodes, at most {GraphSchema.MaxPageSize}." });
        field.Arguments.Add(new QueryArgument(types.PartialDate) { Name = "from", Description = "Returns only entries on or after this date, compared like `gte`." });
        field.Arguments.Add(new QueryArgument(types.PartialDate) { Name = "to", Description = "Returns only entries on or before this date, compared like `lte`." });
        arguments.AddPage(field);
    }

    private ObjectGraphType BuildEntry()
    {
        var entry = new ObjectGraphType { Name = "TimelineEntry", Description = "Something that happened on a date." };
        Add(entry, "on", Required(types.PartialDate), "The date, as precisely as it is known.", new FieldMeaning.Leaf(Leaf.OnDate));
        Add(entry, "what", Required(BuildEnum(TimelineRoles.Events)), "Kind of event.", new FieldMeaning.Leaf(Leaf.What));
        Add(entry, "node", Required(types.Node), "The instrument, event or report to which it happened. For an office or post, the person who took or left it.", new FieldMeaning.EdgeNode());
        Add(entry, "relationship", relationships.Any, "The office or post that was taken or left. Null for other events.", new FieldMeaning.Relationship());
        return entry;
    }
}
