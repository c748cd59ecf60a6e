using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Which nodes and relationships an operation shows, by its date and its evidence.</summary>
internal sealed class Visibility(CompileContext context, StandingCompiler standings)
{
    /// <summary>Conditions for a node of one of these types to be visible: the evidence supports it, and an instrument is in effect on the date.</summary>
    public List<CypherText> Of(Variable node, IReadOnlyCollection<NodeType> types)
    {
        var conditions = new List<CypherText>();
        if (context.Shape.HasEvidence && types.Any(t => t.Lifespan is not null || t.IsProvenance))
            conditions.Add(IsSupported(node));
        var withLifespan = types.Where(t => t.Lifespan is not null).ToList();
        if (context.AsOf is not { } date || withLifespan.Count == 0)
            return conditions;
        var inEffect = InEffect(node, withLifespan[0], date);
        // (NOT n0:Agreement|Measure OR …)
        conditions.Add(withLifespan.Count == types.Count ? inEffect : CypherText.Any([$"NOT {Patterns.HasType(node, withLifespan)}", inEffect]));
        return conditions;
    }

    /// <summary>Conditions for a relationship of a field and the node at its end.</summary>
    public List<CypherText> Of(RelationshipField field, Variable relationship, Variable node) =>
        [.. OfAlone(relationship, field.Type), .. Of(node, field.Target.Members)];

    /// <summary>Conditions for a relationship of any type and the node at its end.</summary>
    public List<CypherText> OfAny(Variable relationship, Variable node) => [.. OfAlone(relationship, null), .. Of(node, context.Model.NodeTypes)];

    /// <summary>Conditions for a relationship alone.</summary>
    /// <param name="type">Null for any type.</param>
    public List<CypherText> OfAlone(Variable relationship, RelationshipType? type)
    {
        var conditions = new List<CypherText>();
        if (context.Shape.HasEvidence)
            conditions.Add(IsSupportedRelationship(relationship));
        if (context.AsOf is not { } date)
            return conditions;
        var inEffect = StandingCompiler.InEffect(relationship, type, date);
        conditions.Add(context.Shape.HidesPresumed ? CypherText.All([inEffect, $"{standings.Of(relationship, type, date)} <> 'PRESUMED'"]) : inEffect);
        return conditions;
    }

    /// <summary>Whether an instrument takes effect at some time, and on the date of the operation is in effect. The evidence is not asked.</summary>
    public CypherText OfInstrument(Variable instrument, NodeType type) =>
        context.AsOf is { } date ? InEffect(instrument, type, date) : StandingCompiler.TakesEffect(instrument, type);

    private CypherText InEffect(Variable node, NodeType type, ParameterName date)
    {
        var inEffect = StandingCompiler.InEffect(node, type, date);
        return context.Shape.HidesPresumed ? CypherText.All([inEffect, $"{standings.Of(node, type, date)} <> 'PRESUMED'"]) : inEffect;
    }

    /// <summary>Whether the evidence that counts supports a node.</summary>
    public CypherText IsSupported(Variable node) => $"NOT {node}.{GraphLayout.Id} IN {context.Parameters.HiddenNodes()}";

    /// <summary>Whether the evidence that counts supports a relationship.</summary>
    public CypherText IsSupportedRelationship(Variable relationship) => $"NOT elementId({relationship}) IN {context.Parameters.HiddenRelationships()}";

    /// <summary>The claims of a relationship that count.</summary>
    public CypherText ClaimsOf(Variable relationship)
    {
        if (!context.Shape.HasEvidence)
            return $"{relationship}.{GraphLayout.Claims}";
        // [c1 IN r0.claims WHERE NOT c1 IN $hiddenNodes]
        var claim = context.NewValue();
        return $"[{claim} IN {relationship}.{GraphLayout.Claims} WHERE NOT {claim} IN {context.Parameters.HiddenNodes()}]";
    }
}
