using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>When instruments and relationships are in effect, and how far the evidence for that reaches.</summary>
internal sealed class StandingCompiler(CompileContext context)
{
    /// <summary>The date of an argument `on`, else the date that applies to the field, else today.</summary>
    /// <param name="on">The parameter of the argument; -1 for none.</param>
    public ParameterName DateOf(Slot<byte[]?> on) =>
        context.Shape.Has(on) ? context.Parameters.Date(on) : context.AsOf ?? context.Parameters.Today();

    /// <summary>Whether a node is in effect on a date: true or false, never null.</summary>
    public static CypherText InEffect(Variable node, NodeType type, ParameterName on) =>
        // (NOT coalesce(n0.status IN ['SIGNED_NOT_IN_FORCE'], false) AND …)
        CypherText.All([TakesEffect(node, type), IsBetween($"{node}.{GraphLayout.Start}", $"{node}.{GraphLayout.End}", on)]);

    /// <summary>Whether the status of an instrument is none of those that say that it never takes effect.</summary>
    public static CypherText TakesEffect(Variable node, NodeType type)
    {
        var never = type.Lifespan!.Status.Enum!.Values.Where(v => v.IsNever).Select(v => (CypherText)$"'{Name.Of(v)}'");
        return CypherText.NotTrue($"{node}.{Name.Of(type.Lifespan.Status)} IN {CypherText.List(never)}");
    }

    /// <param name="type">Null for any type.</param>
    public static CypherText InEffect(Variable relationship, RelationshipType? type, ParameterName on)
    {
        var (start, end) = SpanOf(relationship, type);
        return IsBetween(start, end, on);
    }

    /// <summary>The dates from which and to which a relationship is in effect. One without a stored start and end has since and until in their place.</summary>
    private static (CypherText Start, CypherText End) SpanOf(Variable relationship, RelationshipType? type) => type switch
    {
        null => (
            $"coalesce({relationship}.{GraphLayout.Start}, {relationship}.{GraphLayout.Since})",
            $"coalesce({relationship}.{GraphLayout.End}, {relationship}.{GraphLayout.Until})"),
        { SeenOn: null } => ($"{relationship}.{GraphLayout.Since}", $"{relationship}.{GraphLayout.Until}"),
        { SeenOn: not null } => ($"{relationship}.{GraphLayout.Start}", $"{relationship}.{GraphLayout.End}"),
    };

    /// <summary>Whether a date is not before the start and not after the end, by the rules of <see cref="PartialDate"/>.</summary>
    private static CypherText IsBetween(CypherText start, CypherText end, ParameterName on) =>
        // (r1.since IS NULL OR r1.since <= $asOf OR r1.since STARTS WITH $asOf) AND (r1.until IS NULL OR r1.until >= $asOf OR $asOf STARTS WITH r1.until)
        $"{HasStarted(start, on)} AND {HasNotEnded(end, on)}";

    private static CypherText HasStarted(CypherText start, ParameterName on) => $"({start} IS NULL OR {start} <= {on} OR {start} STARTS WITH {on})";
    private static CypherText HasNotEnded(CypherText end, ParameterName on) => $"({end} IS NULL OR {end} >= {on} OR {on} STARTS WITH {end})";

    /// <summary>The last date that the evidence for an instrument reaches.</summary>
    public CypherText KnownUntil(Variable node) => $"{context.Parameters.KnownInstruments()}[{node}.{GraphLayout.Id}]";

    /// <summary>The last date that the evidence for a relationship reaches.</summary>
    public CypherText KnownUntilOf(Variable relationship) => $"{context.Parameters.KnownRelationships()}[elementId({relationship})]";

    /// <summary>The standing of an instrument on a date, as text.</summary>
    public CypherText Of(Variable node, NodeType type, ParameterName on) =>
        // CASE WHEN NOT takes effect THEN 'NEVER' WHEN … END
        $"CASE WHEN NOT ({TakesEffect(node, type)}) THEN 'NEVER' {Rest($"{node}.{GraphLayout.Start}", $"{node}.{GraphLayout.End}", KnownUntil(node), on)} END";

    /// <summary>The standing of a relationship on a date, as text. Without dates of its own, it has that of the instrument that it connects.</summary>
    /// <param name="type">Null for any type.</param>
    public CypherText Of(Variable relationship, RelationshipType? type, ParameterName on)
    {
        var (start, end) = SpanOf(relationship, type);
        var rest = Rest(start, end, KnownUntilOf(relationship), on);
        List<NodeType> instruments = [.. context.Model.NodeTypes.Where(t => t.Lifespan is not null && (type is null || type.Pairs.Any(p => p.From == t || p.To == t)))];
        if (instruments.Count == 0)
            return $"CASE {rest} END";
        // CASE WHEN r1.since IS NULL AND r1.until IS NULL AND any(…) THEN head([n2 IN [startNode(r1), endNode(r1)] WHERE n2:Agreement|Measure | …]) WHEN … END
        var node = context.NewNode();
        CypherText ends = $"[startNode({relationship}), endNode({relationship})]";
        return $"CASE WHEN {start} IS NULL AND {end} IS NULL AND any({node} IN {ends} WHERE {Patterns.HasType(node, instruments)}) THEN head([{node} IN {ends} WHERE {Patterns.HasType(node, instruments)} | {Of(node, instruments[0], on)}]) {rest} END";
    }

    private static CypherText Rest(CypherText start, CypherText end, CypherText knownUntil, ParameterName on) =>
        $"WHEN NOT {HasStarted(start, on)} THEN 'NOT_YET' WHEN NOT {HasNotEnded(end, on)} THEN 'ENDED' WHEN {end} IS NOT NULL OR coalesce({knownUntil} >= {on} OR {on} STARTS WITH {knownUntil}, false) THEN 'IN_EFFECT' ELSE 'PRESUMED'";

    /// <summary>The position of a standing, the best first.</summary>
    public static CypherText PositionOf(CypherText standing) =>
        // CASE … WHEN 'IN_EFFECT' THEN 0 … END
        $"CASE {standing} {CypherText.Join(" ", Names.Select((name, i) => (CypherText)$"WHEN {name} THEN {i}"))} END";

    /// <summary>All standings as texts, the best first.</summary>
    public static IReadOnlyList<CypherText> Names { get; } = [.. Standings.Type.Values.Select(v => (CypherText)$"'{Name.Of(v)}'")];

    /// <summary>The value of `inEffect` of a node.</summary>
    public Selected InEffect(InEffectField field, Variable node, NodeType type) => new(InEffect(node, type, DateOf(field.On)), Formats.Scalar);

    /// <summary>The value of `inEffect` of a relationship.</summary>
    /// <param name="type">Null for any type.</param>
    public Selected InEffect(InEffectField field, Variable relationship, RelationshipType? type) => new(InEffect(relationship, type, DateOf(field.On)), Formats.Scalar);
}
