using System.Globalization;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>When nodes and relationships are in effect.</summary>
internal sealed partial class Compilation
{
    private static readonly StatementParameters.WriteValue s_asOf = (writer, bound, _) => writer.WriteStringValue(bound.AsOf);

    /// <summary>What must hold so that a node shows at all: under @asOf an instrument that is not in effect does not.</summary>
    private List<CypherText> Visible(Variable node, IReadOnlyCollection<NodeType> types)
    {
        var mortal = types.Where(t => t.Lifespan is not null).ToList();
        if (!_shape.HasAsOf || mortal.Count == 0)
            return [];
        var asOf = _parameters.Add("asOf", s_asOf);
        // (NOT n0:Agreement|Measure OR …)
        return [mortal.Count == types.Count ? InEffect(node, mortal[0], asOf) : CypherText.Any([$"NOT {Is(node, mortal)}", InEffect(node, mortal[0], asOf)])];
    }

    /// <summary>The same for a relationship and the node at its end.</summary>
    private List<CypherText> Visible(RelationshipField field, Variable relationship, Variable node) =>
        _shape.HasAsOf ? [InEffect(relationship, field.Type, _parameters.Add("asOf", s_asOf)), .. Visible(node, field.Target.Members)] : [];

    /// <summary>The same for a relationship of any type and the node at its end.</summary>
    private List<CypherText> Shown(Variable relationship, Variable node) =>
        _shape.HasAsOf ? [InEffect(relationship, (RelationshipType?)null, _parameters.Add("asOf", s_asOf)), .. Visible(node, _model.NodeTypes)] : [];

    /// <summary>Whether a node is in effect on a date: true or false, never null.</summary>
    private static CypherText InEffect(Variable node, NodeType type, ParameterName on) =>
        // (NOT coalesce(n0.status IN ['SIGNED_NOT_IN_FORCE'], false) AND …)
        CypherText.All([TakesEffect(node, type), IsBetween($"{node}.{GraphLayout.Start}", $"{node}.{GraphLayout.End}", on)]);

    /// <summary>Whether its status is none of those of instruments that never take effect.</summary>
    private static CypherText TakesEffect(Variable node, NodeType type)
    {
        var never = type.Lifespan!.Status.Enum!.Values.Where(v => v.IsNever).Select(v => (CypherText)$"'{Name.Of(v)}'");
        return Not($"{node}.{Name.Of(type.Lifespan.Status)} IN {ListOf(never)}");
    }

    /// <param name="type">Null: any. Those that have no start and end of their own go by since and until.</param>
    private static CypherText InEffect(Variable relationship, RelationshipType? type, ParameterName on) => type switch
    {
        null => IsBetween(
            $"coalesce({relationship}.{GraphLayout.Start}, {relationship}.{GraphLayout.Since})",
            $"coalesce({relationship}.{GraphLayout.End}, {relationship}.{GraphLayout.Until})", on),
        { SeenOn: null } => IsBetween($"{relationship}.{GraphLayout.Since}", $"{relationship}.{GraphLayout.Until}", on),
        _ => IsBetween($"{relationship}.{GraphLayout.Start}", $"{relationship}.{GraphLayout.End}", on),
    };

    /// <summary>As <see cref="PartialDate"/> says of what has started and has not ended.</summary>
    private static CypherText IsBetween(CypherText start, CypherText end, ParameterName on) =>
        // (r1.since IS NULL OR r1.since <= $asOf OR r1.since STARTS WITH $asOf) AND (r1.until IS NULL OR r1.until >= $asOf OR $asOf STARTS WITH r1.until)
        $"({start} IS NULL OR {start} <= {on} OR {start} STARTS WITH {on}) AND ({end} IS NULL OR {end} >= {on} OR {on} STARTS WITH {end})";

    /// <summary>The date that a field asks for, else that of @asOf, else today.</summary>
    private ParameterName On(PlanField.InEffect field)
    {
        var on = field.On < 0 || !_shape.Has(field.On) ? -1 : _same[field.On];
        return on >= 0 ? _parameters.Add(NameOf(on), (writer, bound, _) => writer.WriteStringValue((byte[]?)bound.Values[on]))
            : _shape.HasAsOf ? _parameters.Add("asOf", s_asOf)
            : _parameters.Add("today", (writer, _, today) => writer.WriteStringValue(today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }
}
