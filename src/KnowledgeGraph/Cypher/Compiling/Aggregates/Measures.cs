using System.Diagnostics;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Cypher.Compiling.Aggregates;

/// <summary>
/// The measures of matched rows: first the aliases in one WITH, then the sums. A sum adds sorted values, so that it is the same in every
/// store.
/// </summary>
internal sealed class Measures(CompileContext context, Subject subject)
{
    private readonly Dictionary<string, Variable> _known = [];

    // count(*) AS c1, min(n0.signed) AS c2
    public List<CypherText> Aliases { get; } = [];
    public Block Sums { get; } = new();

    public Variable Count() => Alias($"count(*)");

    public Selected Compile(PlanField field) => field switch
    {
        LeafField { What: Leaf.Count } => new($"{Count()}", Formats.Scalar),
        MeasuredField measured => Selected.Object(measured.Fields, f => Compile(f, measured.Value)),
        MeasuredEdgesField edges => Selected.Object(edges.Fields, Compile),
        _ => throw new UnreachableException($"{field}"),
    };

    private Selected Compile(PlanField field, Operand operand)
    {
        var value = OperandCompiler.Value(operand, subject);
        var format = new ValueFormat.Value(operand.Kind, IsRequired: false, Enum: operand.Enum);
        return field switch
        {
            LeafField { What: Leaf.Smallest } => new($"{Alias($"min({value})")}", format),
            LeafField { What: Leaf.Largest } => new($"{Alias($"max({value})")}", format),
            // CASE WHEN size(c1) > 0 THEN c2 END
            LeafField { What: Leaf.Sum } => new(OfSum(value, (sum, values) => $"CASE WHEN size({values}) > 0 THEN {sum} END"), Formats.Number),
            LeafField { What: Leaf.Average } => new(OfSum(value, (sum, values) => $"CASE WHEN size({values}) > 0 THEN toFloat({sum}) / size({values}) END"), Formats.Number),
            _ => throw new UnreachableException($"{field}"),
        };
    }

    private CypherText OfSum(CypherText value, Func<Variable, Variable, CypherText> result)
    {
        // CALL (c1) { UNWIND c1 AS c3 WITH c3 ORDER BY c3 RETURN sum(c3) AS c2 }
        var values = Alias($"collect({value})");
        if (!_known.TryGetValue($"sum {values}", out var sum))
        {
            var (each, inner) = (context.NewValue(), new Block());
            inner.Add($"UNWIND {values} AS {each}");
            inner.Add($"WITH {each} ORDER BY {each}");
            _known[$"sum {values}"] = sum = context.NewValue();
            inner.Add($"RETURN sum({each}) AS {sum}");
            Sums.Call(inner, values);
        }
        return result(sum, values);
    }

    private Variable Alias(CypherText value)
    {
        var text = value.ToString();
        if (_known.TryGetValue(text, out var alias))
            return alias;
        _known[text] = alias = context.NewValue();
        Aliases.Add($"{value} AS {alias}");
        return alias;
    }
}
