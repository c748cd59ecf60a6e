using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>The statements that read what the graph knows about its evidence. Each returns one list.</summary>
internal static class EvidenceStatements
{
    /// <summary>Returns [id, date, original, outlet, originator, [journalists…]] of each report.</summary>
    public static Statement Reports(EvidenceRoles roles)
    {
        CypherText First(RelationshipType type) => $"head([(n)-[:{Name.Of(type)}]->(o) | o.{GraphLayout.Id}])";
        return new("evidence: reports",
            $"MATCH (n:{Name.Of(roles.Report)}) RETURN collect([n.{GraphLayout.Id}, n.{Name.Of(roles.PublishedOn)}, {First(roles.Republishes)}, {First(roles.PublishedBy)}, {First(roles.OriginatedBy)}, {All(roles.WrittenBy, Direction.Out)}]) AS data");
    }

    /// <summary>Returns [id, whether it asserts, [reports…]] of each claim.</summary>
    public static Statement Claims(EvidenceRoles roles) => new("evidence: claims",
        $"MATCH (n:{Name.Of(roles.Claim)}) RETURN collect([n.{GraphLayout.Id}, coalesce(n.{Name.Of(roles.Stance)} = '{Name.Of(roles.Stance.Enum!.Values[roles.Asserts])}', false), {All(roles.StatedIn, Direction.Out)}]) AS data");

    /// <summary>Returns [id, date of a status in effect, [claims about it…]] of each instrument.</summary>
    public static Statement Instruments(GraphModel model)
    {
        // MATCH (n:Agreement|Measure) RETURN collect([n.id, CASE WHEN n.status IN ['ISSUED', …] THEN n.statusAsOf END, [(n)<-[:CLAIMS_ABOUT]-(o) | o.id]]) AS data
        var types = model.NodeTypes.Where(t => t.Lifespan is not null).ToList();
        var lifespan = types[0].Lifespan!;
        var statuses = CypherText.List(lifespan.Status.Enum!.Values.Where(lifespan.IsInEffect).Select(v => (CypherText)$"'{Name.Of(v)}'"));
        var labels = CypherText.Join("|", types.Select(t => (CypherText)$"{Name.Of(t)}"));
        return new("evidence: instruments",
            $"MATCH (n:{labels}) RETURN collect([n.{GraphLayout.Id}, CASE WHEN n.{Name.Of(lifespan.Status)} IN {statuses} THEN n.{Name.Of(lifespan.StatusAsOf)} END, {All(model.Evidence.About, Direction.In)}]) AS data");
    }

    /// <summary>Returns [id, [reports…]] of each statistic.</summary>
    public static Statement Statistics(EvidenceRoles roles) => new("evidence: statistics",
        $"MATCH (n:{Name.Of(roles.Statistic)}) RETURN collect([n.{GraphLayout.Id}, {All(roles.PrintedIn, Direction.Out)}]) AS data");

    /// <summary>Returns [element id, type, from, to, claims, days on which it was seen] of each relationship.</summary>
    public static Statement Relationships(GraphModel model)
    {
        var seenOn = model.RelationshipTypes.Select(t => t.SeenOn).OfType<Property>().First();
        return new("evidence: relationships",
            $"MATCH (a:{GraphLayout.Entity})-[r]->(b:{GraphLayout.Entity}) RETURN collect([elementId(r), type(r), a.{GraphLayout.Id}, b.{GraphLayout.Id}, r.{GraphLayout.Claims}, r.{Name.Of(seenOn)}]) AS data");
    }

    // [(n)-[:STATED_IN]->(o) | o.id]
    private static CypherText All(RelationshipType type, Direction direction) => direction == Direction.Out
        ? $"[(n)-[:{Name.Of(type)}]->(o) | o.{GraphLayout.Id}]" : (CypherText)$"[(n)<-[:{Name.Of(type)}]-(o) | o.{GraphLayout.Id}]";
}
