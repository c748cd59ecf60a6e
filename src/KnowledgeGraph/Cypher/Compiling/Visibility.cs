using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Which nodes and relationships are in effect on a date. Under @asOf, those that are not in effect are invisible.</summary>
internal sealed class Visibility(CompileContext context)
{
    /// <summary>Conditions for a node of one of these types to be visible: under @asOf an instrument must be in effect.</summary>
    public List<CypherText> Of(Variable node, IReadOnlyCollection<NodeType> types)
    {
        var withLifespan = types.Where(t => t.Lifespan is not null).ToList();
        if (!context.Shape.HasAsOf || withLifespan.Count == 0)
            return [];
        var inEffect = InEffect(node, withLifespan[0], context.Parameters.AsOf());
        // (NOT n0:Agreement|Measure OR …)
        return [withLifespan.Count == types.Count ? inEffect : CypherText.Any([$"NOT {Patterns.HasType(node, withLifespan)}", inEffect])];
    }

    /// <summary>Conditions for a relationship of a field and the node at its end.</summary>
    public List<CypherText> Of(RelationshipField field, Variable relationship, Variable node) =>
        context.Shape.HasAsOf ? [InEffect(relationship, field.Type, context.Parameters.AsOf()), .. Of(node, field.Target.Members)] : [];

    /// <summary>Conditions for a relationship of any type and the node at its end.</summary>
    public List<CypherText> OfAny(Variable relationship, Variable node) =>
        context.Shape.HasAsOf ? [InEffect(relationship, (RelationshipType?)null, context.Parameters.AsOf()), .. Of(node, context.Model.NodeTypes)] : [];

    /// <summary>The condition for a relationship alone; null without @asOf.</summary>
    public CypherText? OfAlone(Variable relationship, RelationshipType type) =>
        context.Shape.HasAsOf ? InEffect(relationship, type, context.Parameters.AsOf()) : null;

    /// <summary>Whether an instrument takes effect at some time, and under @asOf is in effect.</summary>
    public CypherText OfInstrument(Variable instrument, NodeType type) =>
        context.Shape.HasAsOf ? InEffect(instrument, type, context.Parameters.AsOf()) : TakesEffect(instrument, type);

    /// <summary>The value of `inEffect` of a node.</summary>
    public CypherText InEffect(PlanField.InEffect field, Variable node, NodeType type) => InEffect(node, type, DateOf(field));

    /// <summary>The value of `inEffect` of a relationship.</summary>
    /// <param name="type">Null for any type.</param>
    public CypherText InEffect(PlanField.InEffect field, Variable relationship, RelationshipType? type) => InEffect(relationship, type, DateOf(field));

    /// <summary>The date of the field's argument, else that of @asOf, else today.</summary>
    private ParameterName DateOf(PlanField.InEffect field) =>
        field.On >= 0 && context.Shape.Has(field.On) ? context.Parameters.Date(field.On)
        : context.Shape.HasAsOf ? context.Parameters.AsOf()
        : context.Parameters.Today();

    /// <summary>Whether a node is in effect on a date: true or false, never null.</summary>
    private static CypherText InEffect(Variable node, NodeType type, ParameterName on) =>
        // (NOT coalesce(n0.status IN ['SIGNED_NOT_IN_FORCE'], false) AND …)
        CypherText.All([TakesEffect(node, type), IsBetween($"{node}.{GraphLayout.Start}", $"{node}.{GraphLayout.End}", on)]);

    /// <summary>Whether the status of an instrument is none of those that say that it never takes effect.</summary>
    public static CypherText TakesEffect(Variable node, NodeType type)
    {
        var never = type.Lifespan!.Status.Enum!.Values.Where(v => v.IsNever).Select(v => (CypherText)$"'{Name.Of(v)}'");
        return CypherText.NotTrue($"{node}.{Name.Of(type.Lifespan.Status)} IN {CypherText.List(never)}");
    }

    /// <param name="type">Null for any type. A relationship without a stored start and end has since and until in their place.</param>
    private static CypherText InEffect(Variable relationship, RelationshipType? type, ParameterName on) => type switch
    {
        null => IsBetween(
            $"coalesce({relationship}.{GraphLayout.Start}, {relationship}.{GraphLayout.Since})",
            $"coalesce({relationship}.{GraphLayout.End}, {relationship}.{GraphLayout.Until})", on),
        { SeenOn: null } => IsBetween($"{relationship}.{GraphLayout.Since}", $"{relationship}.{GraphLayout.Until}", on),
        { SeenOn: not null } => IsBetween($"{relationship}.{GraphLayout.Start}", $"{relationship}.{GraphLayout.End}", on),
    };

    /// <summary>Whether a date is not before the start and not after the end, by the rules of <see cref="PartialDate"/>.</summary>
    private static CypherText IsBetween(CypherText start, CypherText end, ParameterName on) =>
        // (r1.since IS NULL OR r1.since <= $asOf OR r1.since STARTS WITH $asOf) AND (r1.until IS NULL OR r1.until >= $asOf OR $asOf STARTS WITH r1.until)
        $"({start} IS NULL OR {start} <= {on} OR {start} STARTS WITH {on}) AND ({end} IS NULL OR {end} >= {on} OR {on} STARTS WITH {end})";
}
