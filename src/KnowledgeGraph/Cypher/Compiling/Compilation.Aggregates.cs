using System.Diagnostics;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Counts, extremes, sums and groups.</summary>
internal sealed partial class Compilation
{
    private Selected Aggregate(PlanField.Aggregate aggregate, Variable? owner, Block block)
    {
        Variable[] scope = owner is { } node ? [node] : [];
        Block Matched(out Variable item)
        {
            var matched = new Block();
            item = WriteItemsOf(aggregate.Source, aggregate.Choice, owner, matched, null).Node;
            return matched;
        }
        if (aggregate is { Source: ConnectionSource.Relationship { Field: var field }, Choice.Filter.IsEverything: true } && !_shape.HasAsOf
            && aggregate.Fields.All(f => f is PlanField.Count or PlanField.Constant))
            return Object(aggregate.Fields, _ => new(CountOf(field, owner!.Value), s_scalar));
        // MATCH … WITH count(*) AS c1, min(n0.signed) AS c2 RETURN c1 AS c3, [c2] AS c4
        var inner = Matched(out var counted);
        var (measures, returned) = (new Measures(this, counted), new List<CypherText>());
        var selected = Object(aggregate.Fields, asked =>
        {
            if (asked is PlanField.GroupBy group)
                return GroupBy(group, Matched(out var item), item, block, scope);
            var measured = measures.Select(asked);
            // { signed { __typename } }: nothing of the rows
            if (asked is PlanField.Measured { Fields: var fields } && fields.All(f => f is PlanField.Constant))
                return measured;
            var result = NewValue();
            returned.Add($"{measured.Value} AS {result}");
            return new($"{result}", measured.Reading);
        });
        if (measures.Aliases.Count > 0)
        {
            inner.Add($"WITH {CypherText.Join(", ", measures.Aliases)}");
            inner.Append(measures.Sums);
            inner.Add($"RETURN {CypherText.Join(", ", returned)}");
            block.Call(inner, scope);
        }
        return selected;
    }

    /// <summary>The largest group first, then by the values, none last.</summary>
    private Selected GroupBy(PlanField.GroupBy group, Block inner, Variable item, Block block, Variable[] scope)
    {
        // MATCH … WITH n0.kind AS c1, count(*) AS c2 ORDER BY c2 DESC, c1 RETURN collect([[c1], c2]) AS c3
        var (aliases, keys, order) = (new List<CypherText>(), new Dictionary<Property, Variable>(), new List<CypherText>());
        Variable Alias(CypherText value)
        {
            var alias = NewValue();
            aliases.Add($"{value} AS {alias}");
            order.Add($"{alias}");
            return alias;
        }
        foreach (var property in group.By)
        {
            if (property.Kind == ScalarKind.String)
                Alias($"{item}.{_layout.Folded(property, false)}");
            keys.Add(property, Alias($"{item}.{Name.Of(property)}"));
        }
        var measures = new Measures(this, item);
        var count = measures.Count();
        var selected = Object(group.Fields, field => field is PlanField.GroupKey key
            ? Object(key.Fields, f => keys.TryGetValue(((PlanField.Stored)f).Property, out var alias) ? new($"{alias}", Reading.Value.Of(((PlanField.Stored)f).Property) with { IsRequired = false }) : Selected.Known(s_null))
            : measures.Select(field));
        inner.Add($"WITH {CypherText.Join(", ", [.. aliases, .. measures.Aliases])}");
        inner.Where([$"{count} > 0"]);
        inner.Append(measures.Sums);
        inner.Add($"WITH *");
        inner.Add($"ORDER BY {CypherText.Join(", ", [$"{count} DESC", .. order])}");
        return Result($"collect({selected.Value})", new Reading.List(selected.Reading), inner, block, scope);
    }

    private static readonly Reading s_null = new Reading.Constant("null"u8.ToArray());

    /// <summary>What is measured of the rows of a match: first each in a WITH, then sums, which go by the sorted values so that they are the same everywhere.</summary>
    private sealed class Measures(Compilation compilation, Variable node)
    {
        private readonly Dictionary<string, Variable> _found = [];

        public List<CypherText> Aliases { get; } = [];
        public Block Sums { get; } = new();

        public Variable Count() => Alias($"count(*)");

        public Selected Select(PlanField field) => field switch
        {
            PlanField.Count => new($"{Count()}", s_scalar),
            PlanField.Measured measured => Object(measured.Fields, f => Select(f, measured.Property)),
            _ => throw new UnreachableException(),
        };

        private Selected Select(PlanField field, Property property)
        {
            CypherText value = $"{node}.{Name.Of(property)}";
            var reading = Reading.Value.Of(property) with { IsRequired = false };
            return field switch
            {
                PlanField.Smallest => new($"{Alias($"min({value})")}", reading),
                PlanField.Largest => new($"{Alias($"max({value})")}", reading),
                // CASE WHEN size(c1) > 0 THEN c2 END
                PlanField.Sum => new(Sum(value, (sum, values) => $"CASE WHEN size({values}) > 0 THEN {sum} END"), s_number),
                PlanField.Average => new(Sum(value, (sum, values) => $"CASE WHEN size({values}) > 0 THEN toFloat({sum}) / size({values}) END"), s_number),
                _ => throw new UnreachableException(),
            };
        }

        private CypherText Sum(CypherText value, Func<Variable, Variable, CypherText> result)
        {
            // CALL (c1) { UNWIND c1 AS c3 WITH c3 ORDER BY c3 RETURN sum(c3) AS c2 }
            var values = Alias($"collect({value})");
            if (!_found.TryGetValue($"sum {values}", out var sum))
            {
                var (each, inner) = (compilation.NewValue(), new Block());
                inner.Add($"UNWIND {values} AS {each}");
                inner.Add($"WITH {each} ORDER BY {each}");
                _found[$"sum {values}"] = sum = compilation.NewValue();
                inner.Add($"RETURN sum({each}) AS {sum}");
                Sums.Call(inner, values);
            }
            return result(sum, values);
        }

        private Variable Alias(CypherText value)
        {
            if (_found.TryGetValue($"{value}", out var alias))
                return alias;
            _found[$"{value}"] = alias = compilation.NewValue();
            Aliases.Add($"{value} AS {alias}");
            return alias;
        }
    }
}
