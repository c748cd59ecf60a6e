using System.Globalization;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>`where`, by the contract's table: two-valued logic, missing values, partial dates as text.</summary>
internal sealed partial class NaiveInterpreter
{
    private bool Matches(Edge edge, IInputObjectGraphType type, object? where, bool ofEdge = false) => Entries(type, where).All(entry => entry.Meaning switch
    {
        FilterMeaning.And => ((IEnumerable<object?>)entry.Value!).All(f => Matches(edge, type, f, ofEdge)),
        FilterMeaning.Or => ((IEnumerable<object?>)entry.Value!).Any(f => Matches(edge, type, f, ofEdge)),
        FilterMeaning.Not => !Matches(edge, type, entry.Value, ofEdge),
        FilterMeaning.Node => Matches(edge, entry.Type!, entry.Value),
        FilterMeaning.Member { Type: var member } => edge.Node.Record.Type == member && Matches(edge, entry.Type!, entry.Value),
        FilterMeaning.One { Field: var one } when entry.Value is null => Related(edge.Node, one).Count == 0,
        FilterMeaning.One { Field: var one } => Related(edge.Node, one) is [var other, ..] && Matches(other, entry.Type!, entry.Value),
        FilterMeaning.Many { Field: var many } => MatchesMany(Related(edge.Node, many), entry.Type!, entry.Value),
        FilterMeaning.End { IsFrom: var isFrom } => Matches(new Edge(_graph.Find(isFrom ? edge.Link!.Record.From : edge.Link!.Record.To)!, null, null), entry.Type!, entry.Value),
        FilterMeaning.RelianceStrength => Compares(edge.Reliance!.Chains.Min(c => c.Strength).ToString(), entry.Type!, entry.Value),
        FilterMeaning.RelianceStanding => Compares(NameOf(BestStanding(edge.Reliance!)), entry.Type!, entry.Value),
        FilterMeaning.RelianceCorroboration or FilterMeaning.Through => Entries(entry.Type!, entry.Value).All(v => Compares(ValueOf(edge.Reliance!, v.Meaning), v.Type!, v.Value)),
        FilterMeaning.Claims => MatchesMany([.. edge.Link!.Record.Claims.Select(c => new Edge(_graph.Find(c)!, null, null))], entry.Type!, entry.Value),
        FilterMeaning.Corroboration => Entries(entry.Type!, entry.Value).All(v => Compares(ValueOf(edge, v.Meaning, ofEdge), v.Type!, v.Value)),
        FilterMeaning.Standing => Compares(NameOf(StandingOf(edge.Link!, _asOf ?? _today)), entry.Type!, entry.Value),
        var meaning when ValueOf(edge, meaning, ofEdge) is IEnumerable<string> items => MatchesItems([.. items], entry.Type!, entry.Value),
        var meaning => Compares(ValueOf(edge, meaning, ofEdge), entry.Type!, entry.Value),
    });

    private static IEnumerable<(FilterMeaning Meaning, IInputObjectGraphType? Type, object? Value)> Entries(IInputObjectGraphType type, object? filter) =>
        ((IEnumerable<KeyValuePair<string, object?>>?)filter ?? []).Select(e =>
        {
            var field = type.Fields.Find(e.Key)!;
            return ((FilterMeaning)field.Metadata[GraphSchema.MeaningKey]!, field.ResolvedType!.GetNamedType() as IInputObjectGraphType, e.Value);
        });

    private bool MatchesMany(List<Edge> related, IInputObjectGraphType type, object? filter, bool ofEdge = false) => Entries(type, filter).All(entry => entry.Meaning switch
    {
        FilterMeaning.Any => related.Count > 0 == (bool)entry.Value!,
        FilterMeaning.Count => Compares((double)related.Count, entry.Type!, entry.Value),
        FilterMeaning.Quantified { Quantifier: var quantifier } => Holds(quantifier, related.ConvertAll(r => Matches(r, entry.Type!, entry.Value, ofEdge))),
        FilterMeaning.Edges => MatchesMany(related, entry.Type!, entry.Value, ofEdge: true),
        _ => throw new NotSupportedException(entry.Meaning.ToString()),
    });

    private static bool MatchesItems(List<string> items, IInputObjectGraphType type, object? filter) => Entries(type, filter).All(entry => entry.Meaning switch
    {
        FilterMeaning.Any => items.Count > 0 == (bool)entry.Value!,
        FilterMeaning.Quantified { Quantifier: var quantifier } => Holds(quantifier, items.ConvertAll(i => Compares(i, entry.Type!, entry.Value))),
        _ => throw new NotSupportedException(entry.Meaning.ToString()),
    });

    private static bool Holds(Quantifier quantifier, List<bool> matches) => quantifier switch
    {
        Quantifier.Some => matches.Contains(true),
        Quantifier.All => !matches.Contains(false),
        Quantifier.None => !matches.Contains(true),
        Quantifier.Single => matches.Count(m => m) == 1,
        _ => throw new NotSupportedException(quantifier.ToString()),
    };

    /// <summary>A text, a number, a time, a list of texts or null.</summary>
    private object? ValueOf(Edge edge, FilterMeaning meaning, bool ofEdge) => meaning switch
    {
        FilterMeaning.RelationshipTypeName => edge.Link!.Record.Type.Name,
        FilterMeaning.CorroborationValue or FilterMeaning.RelianceStrength or FilterMeaning.RelianceStanding or FilterMeaning.RelianceContested or FilterMeaning.RelianceSince
            or FilterMeaning.Through when edge.Reliance is { } reliance => ValueOf(reliance, meaning),
        FilterMeaning.Contested => IsContested(edge.Link!),
        FilterMeaning.InEffect => NaiveTime.IsInEffect(edge.Link!, _asOf ?? _today),
        FilterMeaning.CorroborationValue { What: var what } => Corroborated(edge.Link!.Record.Claims, what),
        // Its position: the best comes first.
        FilterMeaning.Standing => (double)StandingOf(edge.Link!, _asOf ?? _today),
        FilterMeaning.Id => edge.Node.Id,
        FilterMeaning.RecordedAt => ofEdge ? edge.Link!.RecordedAt : edge.Node.RecordedAt,
        FilterMeaning.Since => edge.Link!.Record.Since,
        FilterMeaning.Until => edge.Link!.Record.Until,
        FilterMeaning.NodeProperty { Property: var property } => edge.Node.Record.Properties.GetValueOrDefault(property.Name),
        FilterMeaning.EdgeProperty { Property: var property } => edge.Link!.Record.Properties.GetValueOrDefault(property.Name) ?? (property.IsList ? Array.Empty<string>() : null),
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    private static bool Compares(object? value, IInputObjectGraphType type, object? filter) => Entries(type, filter).All(entry => entry.Meaning switch
    {
        FilterMeaning.And => ((IEnumerable<object?>)entry.Value!).All(f => Compares(value, type, f)),
        FilterMeaning.Or => ((IEnumerable<object?>)entry.Value!).Any(f => Compares(value, type, f)),
        FilterMeaning.Not => !Compares(value, type, entry.Value),
        FilterMeaning.Folded => Entries(entry.Type!, entry.Value).All(f =>
            value is string text && Compares(NaiveOrder.Fold(text), ((FilterMeaning.Operator)f.Meaning).Comparison, NaiveOrder.Fold((string)f.Value!), isDate: false)),
        FilterMeaning.Operator { Comparison: Comparison.In, IsNegated: var negated } =>
            negated != ((IEnumerable<object?>)entry.Value!).Any(v => Compares(value, Comparison.Equal, v, isDate: false)),
        FilterMeaning.Operator { Comparison: var comparison, IsNegated: var negated } =>
            negated != Compares(value, comparison, entry.Value, isDate: type.Name.StartsWith("PartialDate", StringComparison.Ordinal)),
        _ => throw new NotSupportedException(entry.Meaning.ToString()),
    });

    private static bool Compares(object? value, Comparison comparison, object? with, bool isDate)
    {
        if (with is null)
            return value is null;
        if (value is null)
            return false;
        if (value is DateTimeOffset time)
            return ByOrder(time.CompareTo(DateTimeOffset.Parse((string)with, CultureInfo.InvariantCulture)), comparison);
        if (value is double number)
            return ByOrder(number.CompareTo(Convert.ToDouble(with, CultureInfo.InvariantCulture)), comparison);
        if (value is bool flag)
            return flag == (bool)with;
        var (text, other) = ((string)value, (string)with);
        return comparison switch
        {
            Comparison.Equal => text == other,
            Comparison.Contains => text.Contains(other, StringComparison.Ordinal),
            Comparison.StartsWith or Comparison.Within => text.StartsWith(other, StringComparison.Ordinal),
            Comparison.EndsWith => text.EndsWith(other, StringComparison.Ordinal),
            // "lte X: text ≤ X or starts with X. gt X: text > X and does not start with X."
            Comparison.LessOrEqual when isDate => NaiveOrder.ByCodePoint(text, other) <= 0 || text.StartsWith(other, StringComparison.Ordinal),
            Comparison.Greater when isDate => NaiveOrder.ByCodePoint(text, other) > 0 && !text.StartsWith(other, StringComparison.Ordinal),
            _ => ByOrder(NaiveOrder.ByCodePoint(text, other), comparison),
        };
    }

    private static bool ByOrder(int order, Comparison comparison) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Greater => order > 0,
        Comparison.GreaterOrEqual => order >= 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        _ => throw new NotSupportedException(comparison.ToString()),
    };

    // `order`

    /// <summary>"Nulls last when ascending, first when descending. Ties end with id; between two relationships to the same node" as ever.</summary>
    private List<Edge> Ordered(List<Edge> edges, params (IInputObjectGraphType? Type, object? Order, bool OfEdge)[] orders)
    {
        var terms = orders.SelectMany(o => ((IEnumerable<object?>?)o.Order ?? []).Select(t => (o.Type, ((IEnumerable<KeyValuePair<string, object?>>)t!).Single(), o.OfEdge))).ToList();
        return terms.Count == 0 ? edges : edges.Sorted((left, right) =>
        {
            foreach (var (type, (key, direction), ofEdge) in terms)
                if (Compare(Sort(left, type!, key, direction, ofEdge), Sort(right, type!, key, direction, ofEdge)) is not 0 and var byTerm)
                    return byTerm;
            if (left.IsList)
                return ByListing(left.Link!, right.Link!);
            return NaiveOrder.ByCodePoint(left.Node.Id, right.Node.Id) is not 0 and var byId ? byId
                : left.Link is null ? 0 : NaiveOrder.ByTies(left.Link, right.Link!);
        });
    }

    private sealed record SortKey(object? Value, bool IsText, bool IsDescending);

    private SortKey Sort(Edge edge, IInputObjectGraphType type, string key, object? direction, bool ofEdge)
    {
        var field = type.Fields.Find(key)!;
        var (meaning, inner) = ((FilterMeaning)field.Metadata[GraphSchema.MeaningKey]!, field.ResolvedType!.GetNamedType() as IInputObjectGraphType);
        var nested = direction is IEnumerable<KeyValuePair<string, object?>> within ? within.Single() : default;
        switch (meaning)
        {
            case FilterMeaning.Many { Field: var many }: return new((double)Related(edge.Node, many).Count, false, (string)nested.Value! == "DESC");
            case FilterMeaning.Node: return Sort(edge, inner!, nested.Key, nested.Value, ofEdge: false);
            case FilterMeaning.End { IsFrom: var isFrom }: return new(isFrom ? edge.Link!.Record.From : edge.Link!.Record.To, false, (string)nested.Value! == "DESC");
            case FilterMeaning.Through: return new(ValueOf(edge.Reliance!, meaning), false, (string)nested.Value! == "DESC");
            case FilterMeaning.RelianceCorroboration: return Sort(edge, inner!, nested.Key, nested.Value, ofEdge);
            case FilterMeaning.Claims: return new((double)edge.Link!.Record.Claims.Length, false, (string)nested.Value! == "DESC");
            case FilterMeaning.Corroboration: return Sort(edge, inner!, nested.Key, nested.Value, ofEdge);
            case FilterMeaning.One { Field: var one }:
                var other = Related(edge.Node, one);
                var sort = Sort(other.Count > 0 ? other[0] : edge, inner!, nested.Key, nested.Value, ofEdge: false);
                return other.Count > 0 ? sort : sort with { Value = null };
            default:
                var property = (meaning as FilterMeaning.NodeProperty)?.Property ?? (meaning as FilterMeaning.EdgeProperty)?.Property;
                return new(ValueOf(edge, meaning, ofEdge), property?.Kind is ScalarKind.String or ScalarKind.Url, (string)direction! == "DESC");
        }
    }

    private static int Compare(SortKey left, SortKey right)
    {
        var order = CompareValues(left.Value, right.Value, left.IsText);
        return left.IsDescending ? -order : order;
    }

    private static int CompareValues(object? left, object? right, bool isText) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string l, string r) => isText ? NaiveOrder.ByText(l, r) : NaiveOrder.ByCodePoint(l, r),
        _ => System.Collections.Comparer.DefaultInvariant.Compare(left, right),
    };
}
