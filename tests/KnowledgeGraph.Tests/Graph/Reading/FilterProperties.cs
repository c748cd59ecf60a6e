using System.Text.Json.Nodes;
using CsCheck;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Graph.Reading;

/// <summary>`where` against predicates over records, made side by side: a filter and what it means.</summary>
public sealed class FilterProperties
{
    internal sealed record Filter(Dictionary<string, object?> Where, Func<NaiveNode, bool> Holds);

    [Fact]
    public void A_filter_finds_what_it_means() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var graphs = Graphs.Grow(choices, steps, size + 20);
        for (var i = 0; i < 8; i++)
        {
            var type = choices.Of(TestGraph.Model.NodeTypes);
            var filter = new Writer(choices, graphs.Naive).OfNode(type, depth: 3);
            var answer = graphs.Snapshot.Ask(
                $$"""query ($where: {{type.Name}}FilterInput) { {{type.CollectionName}}(where: $where, first: 500) { totalCount nodes { id } } }""",
                new Dictionary<string, object?> { ["where"] = filter.Where });
            var found = JsonNode.Parse(answer)!["data"]![type.CollectionName]!;
            var expected = graphs.Naive.Nodes.Where(n => n.Record.Type == type && filter.Holds(n)).Select(n => n.Id).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(expected, found["nodes"]!.AsArray().Select(n => n!["id"]!.GetValue<string>()).Order(StringComparer.Ordinal).ToList());
            Assert.Equal(expected.Count, found["totalCount"]!.GetValue<int>());
        }
    }, iter: 300);

    internal sealed class Writer(Choices choices, NaiveGraph graph)
    {
        public Filter OfNode(NodeType type, int depth)
        {
            var keys = new Dictionary<string, object?>();
            var all = new List<Func<NaiveNode, bool>>();
            for (var i = choices.Below(3); i >= 0; i--)
            {
                var (key, value, holds) = Key(type, depth);
                if (keys.TryAdd(key, value))
                    all.Add(holds);
            }
            return new Filter(keys, n => all.TrueForAll(h => h(n)));
        }

        private (string Key, object? Value, Func<NaiveNode, bool> Holds) Key(NodeType type, int depth)
        {
            if (depth > 0 && choices.Chance(20))
                return Logic(type, depth - 1);
            if (depth > 0 && choices.Chance(45))
                return Related(choices.Of(type.Relationships), depth - 1);
            var property = choices.Of(type.Properties.Where(p => p.IsList || p.Kind is ScalarKind.String or ScalarKind.Enum or ScalarKind.PartialDate).ToList());
            if (property.IsList)
                return List(property);
            var (operators, holds) = Operators(property);
            return (property.Name, operators, n => holds(n.Text(property.Name)));
        }

        private (string Key, object? Value, Func<NaiveNode, bool> Holds) Logic(NodeType type, int depth)
        {
            var parts = Enumerable.Range(0, choices.Below(3)).Select(_ => OfNode(type, depth)).ToList();
            object list = parts.Select(p => (object?)p.Where).ToList();
            switch (choices.Below(3))
            {
                case 0: return ("and", list, n => parts.TrueForAll(p => p.Holds(n)));
                case 1: return ("or", list, n => parts.Exists(p => p.Holds(n)));
                default:
                    var negated = OfNode(type, depth);
                    return ("not", negated.Where, n => !negated.Holds(n));
            }
        }

        private (string Key, object? Value, Func<NaiveNode, bool> Holds) List(Property property)
        {
            IReadOnlyList<string> Items(NaiveNode node) => [.. (IEnumerable<string>)node.Record.Properties[property.Name]];
            var (operators, holds) = Operators(property);
            return choices.Below(4) switch
            {
                0 => (property.Name, Wrap("some", operators), n => Items(n).Any(holds)),
                1 => (property.Name, Wrap("all", operators), n => Items(n).All(holds)),
                2 => (property.Name, Wrap("none", operators), n => !Items(n).Any(holds)),
                _ => (property.Name, Wrap("any", true), n => Items(n).Count > 0),
            };
        }

        private (Dictionary<string, object?> Operators, Func<string?, bool> Holds) Operators(Property property)
        {
            object? other = property.Kind switch
            {
                ScalarKind.Enum => choices.Of(property.Enum!.Values).Name,
                ScalarKind.PartialDate => choices.Of(RandomValues.Dates),
                _ => choices.Of(RandomValues.Texts),
            };
            var text = (string)other;
            if (choices.Chance(15))
                return choices.Chance(50) ? (Wrap("eq", null), v => v is null) : (Wrap("neq", null), v => v is not null);
            var several = new List<object?> { other, property.Kind == ScalarKind.Enum ? choices.Of(property.Enum!.Values).Name : text + "x" };
            if (property.Kind == ScalarKind.PartialDate)
                several = [other];
            var operators = new List<(Dictionary<string, object?>, Func<string?, bool>)>
            {
                (Wrap("eq", other), v => v == text),
                (Wrap("neq", other), v => v != text),
                (Wrap("in", several), v => v is not null && several.Contains(v)),
                (Wrap("nin", several), v => v is null || !several.Contains(v)),
            };
            if (property.Kind == ScalarKind.PartialDate)
                operators.AddRange(
                [
                    (Wrap("gte", other), v => v is not null && string.CompareOrdinal(v, text) >= 0),
                    (Wrap("lt", other), v => v is not null && string.CompareOrdinal(v, text) < 0),
                    (Wrap("lte", other), v => v is not null && (string.CompareOrdinal(v, text) <= 0 || v.StartsWith(text, StringComparison.Ordinal))),
                    (Wrap("gt", other), v => v is not null && string.CompareOrdinal(v, text) > 0 && !v.StartsWith(text, StringComparison.Ordinal)),
                    (Wrap("ngte", other), v => v is null || string.CompareOrdinal(v, text) < 0),
                    (Wrap("nlt", other), v => v is null || string.CompareOrdinal(v, text) >= 0),
                    (Wrap("nlte", other), v => v is null || (string.CompareOrdinal(v, text) > 0 && !v.StartsWith(text, StringComparison.Ordinal))),
                    (Wrap("ngt", other), v => v is null || string.CompareOrdinal(v, text) <= 0 || v.StartsWith(text, StringComparison.Ordinal)),
                    (Wrap("within", other), v => v?.StartsWith(text, StringComparison.Ordinal) is true),
                ]);
            else if (property.Kind == ScalarKind.String)
                operators.AddRange(
                [
                    (Wrap("contains", text[..1]), v => v?.Contains(text[..1], StringComparison.Ordinal) is true),
                    (Wrap("nstartsWith", text[..1]), v => v?.StartsWith(text[..1], StringComparison.Ordinal) is not true),
                    (Wrap("endsWith", text[^1..]), v => v?.EndsWith(text[^1..], StringComparison.Ordinal) is true),
                    (Wrap("folded", Wrap("startsWith", text)), v => v is not null && NaiveOrder.Fold(v).StartsWith(NaiveOrder.Fold(text), StringComparison.Ordinal)),
                ]);
            return choices.Of(operators.Where(o => text.All(c => !char.IsSurrogate(c)) || o.Item1.ContainsKey("eq")).ToList());
        }

        private (string Key, object? Value, Func<NaiveNode, bool> Holds) Related(RelationshipField field, int depth)
        {
            IEnumerable<(NaiveNode Node, NaiveLink Link)> Others(NaiveNode node) => graph.Links
                .Where(l => l.Record.Type == field.Type && (field.Direction == Direction.Out ? l.Record.From : l.Record.To) == node.Id)
                .Select(l => (graph.Find(field.Direction == Direction.Out ? l.Record.To : l.Record.From)!, l))
                .Where(o => field.Target.Members.Contains(o.Item1.Record.Type));
            var member = choices.Of(field.Target.Members);
            var inner = OfNode(member, depth);
            var filter = field.Target is NodeType ? inner : new Filter(Wrap(member.FieldName, inner.Where), n => n.Record.Type == member && inner.Holds(n));
            if (!field.IsList)
                return choices.Chance(25) ? (field.Name, null, n => !Others(n).Any())
                    : (field.Name, filter.Where, n => Others(n).Any(o => filter.Holds(o.Node)));
            var since = choices.Of(RandomValues.Dates);
            var isByEdge = choices.Chance(30);
            // { edges: { some: { since: …, node: … } } } or { some: … }
            var element = isByEdge ? new Dictionary<string, object?> { ["since"] = Wrap("eq", since), ["node"] = filter.Where } : filter.Where;
            Dictionary<string, object?> Quantified(string quantifier) => isByEdge ? Wrap("edges", Wrap(quantifier, element)) : Wrap(quantifier, element);
            bool Matches((NaiveNode Node, NaiveLink Link) other) => filter.Holds(other.Node) && (!isByEdge || other.Link.Record.Since == since);
            var count = choices.Below(3);
            return choices.Below(6) switch
            {
                0 => (field.Name, Quantified("some"), n => Others(n).Any(Matches)),
                1 => (field.Name, Quantified("all"), n => Others(n).All(Matches)),
                2 => (field.Name, Quantified("none"), n => !Others(n).Any(Matches)),
                3 => (field.Name, Quantified("single"), n => Others(n).Count(Matches) == 1),
                4 => (field.Name, Wrap("any", false), n => !Others(n).Any()),
                _ => (field.Name, Wrap("count", Wrap("gte", count)), n => Others(n).Count() >= count),
            };
        }

        private static Dictionary<string, object?> Wrap(string key, object? value) => new() { [key] = value };
    }
}
