using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// Writes one statement: a subquery for each root field, and within it one for each field that needs other nodes. Each gives back one
/// row with a list of values by position, and says how they are read.
/// </summary>
internal sealed partial class Compilation
{
    private readonly GraphModel _model;
    private readonly GraphLayout _layout;
    private readonly OperationPlan _plan;
    private readonly PlanShape _shape;
    private readonly StatementParameters _parameters = new();
    /// <summary>By place in the plan: the first place with the same parameter. What is asked twice reads the same values.</summary>
    private readonly ImmutableArray<int> _same;
    private int _variables;

    public Compilation(GraphModel model, GraphLayout layout, OperationPlan plan, PlanShape shape)
    {
        (_model, _layout, _plan, _shape) = (model, layout, plan, shape);
        var first = new Dictionary<Parameter, int>();
        _same = [.. plan.Parameters.Select((parameter, place) =>
        {
            var bare = parameter with { Document = null, Position = 0, Path = default };
            return first.TryAdd(bare, place) ? place : first[bare];
        })];
    }

    public CompiledPlan Compile()
    {
        var block = new Block();
        var data = Object(_plan.Roots, root => Root(root, block));
        // RETURN [c1, c4] AS data
        block.Add($"RETURN {data.Value} AS data");
        var name = string.Join(", ", _plan.Roots.Select(r => r.Key.Name));
        return new CompiledPlan(new Statement(name, block.ToString()), _parameters, (Reading.Object)data.Reading);
    }

    /// <summary>A value in the row, and how it is read.</summary>
    private readonly record struct Selected(CypherText Value, Reading Reading)
    {
        /// <summary>What takes no place in the row.</summary>
        public static Selected Known(Reading reading) => new($"null", reading);
    }

    private static readonly Reading s_scalar = new Reading.Scalar();
    private static readonly Reading s_date = new Reading.Value(ScalarKind.PartialDate, IsRequired: false);
    private static readonly Reading s_requiredDate = new Reading.Value(ScalarKind.PartialDate, IsRequired: true);
    private static readonly Reading s_number = new Reading.Number();
    private static readonly Reading s_time = new Reading.Time();

    /// <summary>A list of the values of these fields.</summary>
    private static Selected Object(ImmutableArray<PlanField> fields, Func<PlanField, Selected> select)
    {
        var (values, reading) = Values(fields, select);
        return new(ListOf(values), reading);
    }

    // [n0.id, c3]
    private static CypherText ListOf(IEnumerable<CypherText> values) => $"[{CypherText.Join(", ", values)}]";

    /// <summary>The values of these fields, but for what is known already.</summary>
    private static (List<CypherText> Values, Reading.Object Reading) Values(ImmutableArray<PlanField> fields, Func<PlanField, Selected> select)
    {
        var values = new List<CypherText>();
        var readings = ImmutableArray.CreateBuilder<Reading.Field>(fields.Length);
        foreach (var field in fields)
        {
            var selected = field is PlanField.Constant constant ? Selected.Known(new Reading.Constant(constant.Json)) : select(field);
            if (selected.Reading.IsRead)
                values.Add(selected.Value);
            readings.Add(new Reading.Field(field.Key, selected.Reading));
        }
        return (values, new Reading.Object(readings.MoveToImmutable()));
    }

    private Selected Root(PlanField field, Block block) => field switch
    {
        PlanField.Introspection introspection => Selected.Known(new Reading.Bound(introspection.Answer)),
        PlanField.ById byId => ById(byId, block),
        PlanField.AnyById byId => AnyById(byId, block),
        PlanField.AllById byIds => AllById(byIds, block),
        PlanField.Connection connection => Connection(connection, null, block),
        PlanField.Aggregate aggregate => Aggregate(aggregate, null, block),
        PlanField.Search search => Search(search, block),
        PlanField.Timeline timeline => Timeline(timeline, block),
        PlanField.Paths paths => Paths(paths, block),
        PlanField.Connected connected => Connected(connected, block),
        _ => throw new UnreachableException(),
    };

    private Selected AnyById(PlanField.AnyById byId, Block block)
    {
        var node = NewNode();
        var inner = new Block();
        // MATCH (n0:Entity {id: $p0})
        inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {Text(byId.IdValue)}}})");
        inner.Where(Visible(node, _model.NodeTypes));
        return First(Node(byId.Selection, node, inner), inner, block);
    }

    private Selected AllById(PlanField.AllById byIds, Block block)
    {
        var (id, node, each) = (NewValue(), NewNode(), new Block());
        // UNWIND $p0 AS c0
        // CALL (c0) { MATCH (n1:Entity {id: c0}) … RETURN head(collect([n1.id])) AS c2 }
        // RETURN collect([c2]) AS c3
        var found = new Block();
        found.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {id}}})");
        found.Where(Visible(node, _model.NodeTypes));
        each.Add($"UNWIND {Ids(byIds.IdValues)} AS {id}");
        var one = First(Node(byIds.Selection, node, found), found, each, id);
        return Result($"collect([{one.Value}])", new Reading.List(new Reading.Boxed(one.Reading)), each, block);
    }

    private Selected ById(PlanField.ById byId, Block block)
    {
        var keys = byId.Keys.Where(k => _shape.Has(k.Value)).ToList();
        var hasId = byId.IdValue >= 0 && _shape.Has(byId.IdValue);
        if (!hasId && keys.Count == 0)
            return new($"null", s_scalar);
        var (node, inner) = (NewNode(), new Block());
        var conditions = new List<CypherText>();
        if (hasId)
        {
            // MATCH (n0:Entity {id: $p0}) WHERE n0:Agreement
            inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {Text(byId.IdValue)}}})");
            conditions.Add($"{node}:{Name.Of(byId.Type)}");
        }
        else
            inner.Add($"MATCH ({node}:{Name.Of(byId.Type)})");
        // WHERE (n0._iso2 = $p1f OR n0._iso3 = $p1f)
        if (keys.Count > 0)
            conditions.Add(CypherText.Any([.. keys.Select(k => (CypherText)$"{node}.{_layout.Folded(k.Property, false)} = {Folded(k.Value)}")]));
        inner.Where([.. conditions, .. Visible(node, byId.Type.Members)]);
        return First(Node(byId.Selection, node, inner), inner, block);
    }

    // What subqueries give back

    /// <summary>Ends a subquery that finds one at most: its value, or null.</summary>
    private Selected First(Selected selected, Block inner, Block outer, params IEnumerable<Variable> scope) =>
        // RETURN head(collect([n0.id])) AS c1
        Result($"head(collect({selected.Value}))", selected.Reading, inner, outer, scope);

    /// <summary>Ends a subquery with one value.</summary>
    private Selected Result(CypherText value, Reading reading, Block inner, Block outer, params IEnumerable<Variable> scope)
    {
        var result = NewValue();
        inner.Add($"RETURN {value} AS {result}");
        outer.Call(inner, scope);
        return new($"{result}", reading);
    }

    // Variables and parameters

    private Variable NewNode() => new('n', _variables++);
    private Variable NewRelationship() => new('r', _variables++);
    private Variable NewValue() => new('c', _variables++);

    private static string NameOf(int parameter) => string.Create(CultureInfo.InvariantCulture, $"p{parameter}");

    private ParameterName Text(int parameter) =>
        _parameters.Add(NameOf(_same[parameter]), (writer, bound, _) => writer.WriteStringValue((string?)bound.Values[parameter]));

    private ParameterName Folded(int parameter) =>
        _parameters.Add(NameOf(_same[parameter]) + "f", (writer, bound, _) => writer.WriteStringValue(Folding.Fold((string)bound.Values[parameter]!)));

    private ParameterName Ids(int parameter) => _parameters.Add(NameOf(_same[parameter]), (writer, bound, _) =>
    {
        writer.WriteStartArray();
        foreach (var id in (string[])bound.Values[parameter]!)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
    });
}
