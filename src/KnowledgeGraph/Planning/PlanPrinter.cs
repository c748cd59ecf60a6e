using System.Collections.Immutable;
using System.Text;

namespace KnowledgeGraph.Planning;

/// <summary>Writes a plan as a tree that a person can read: one field a line, what lies within indented.</summary>
internal sealed class PlanPrinter
{
    private readonly StringBuilder _text = new();
    private readonly OperationPlan _plan;

    private PlanPrinter(OperationPlan plan) => _plan = plan;

    public static string Print(OperationPlan plan)
    {
        var printer = new PlanPrinter(plan);
        printer.Line(0, plan.AsOf < 0 ? "query" : $"query as of {plan.Parameters[plan.AsOf]}");
        printer.Fields(1, plan.Roots);
        return printer._text.ToString();
    }

    private void Fields(int depth, ImmutableArray<PlanField> fields)
    {
        foreach (var field in fields)
            Field(depth, field);
    }

    private void Field(int depth, PlanField field)
    {
        switch (field)
        {
            case PlanField.Constant: Line(depth, field, "__typename"); break;
            case PlanField.ById byId:
                Line(depth, field, $"one {byId.Type.Name} by {string.Join(", ", Keys(byId))}");
                Selection(depth + 1, byId.Selection);
                break;
            case PlanField.AnyById byId:
                Line(depth, field, $"one node by id = {_plan.Parameters[byId.IdValue]}");
                Selection(depth + 1, byId.Selection);
                break;
            case PlanField.AllById byIds:
                Line(depth, field, $"nodes by id in {_plan.Parameters[byIds.IdValues]}");
                Selection(depth + 1, byIds.Selection);
                break;
            case PlanField.Introspection: Line(depth, field, "introspection"); break;
            case PlanField.Stored stored: Line(depth, field, stored.Property.Name); break;
            case PlanField.InEffect { On: var on }: Line(depth, field, on < 0 ? "in effect" : $"in effect on {_plan.Parameters[on]}"); break;
            case PlanField.One one:
                Line(depth, field, Relationship(one.Field));
                Selection(depth + 1, one.Selection);
                break;
            case PlanField.Connection connection:
                Line(depth, field, $"{Source(connection.Source)} [{_plan.Parameters[connection.Page]}] by {connection.Ordering}");
                Choice(depth + 1, connection.Choice);
                Fields(depth + 1, connection.Selection.Fields);
                break;
            case PlanField.Aggregate aggregate:
                Line(depth, field, $"aggregate {Source(aggregate.Source)}");
                Choice(depth + 1, aggregate.Choice);
                Fields(depth + 1, aggregate.Fields);
                break;
            case PlanField.Measured measured: Nested(depth, field, measured.Property.Name, measured.Fields); break;
            case PlanField.GroupBy group: Nested(depth, field, $"group by {string.Join(", ", group.By.Select(p => p.Name))}", group.Fields); break;
            case PlanField.GroupKey group: Nested(depth, field, "key", group.Fields); break;
            case PlanField.Reliance reliance:
                Line(depth, field, $"{(reliance.IsInverse ? "relied on by" : "relies on")} for {_plan.Parameters[reliance.Objective]}, at least "
                    + $"{_plan.Parameters[reliance.MinStrength]} [{_plan.Parameters[reliance.Page]}] by {reliance.Ordering}");
                Fields(depth + 1, reliance.Selection.Fields);
                break;
            case PlanField.Search search:
                Line(depth, field, $"search {_plan.Parameters[search.Text]} in {_plan.Parameters[search.Types]} [{_plan.Parameters[search.Page]}] by {search.Ordering}");
                Fields(depth + 1, search.Selection.Fields);
                break;
            case PlanField.Hits hits: Nested(depth, field, "nodes", hits.Fields); break;
            case PlanField.Hit hit: Nested(depth, field, "node", hit.Fields); break;
            case PlanField.Matched matched: Nested(depth, field, "matched", matched.Fields); break;
            case PlanField.Relationships all:
                Line(depth, field, $"relationships {_plan.Parameters[all.Direction]} of {_plan.Parameters[all.Types]} [{_plan.Parameters[all.Page]}] by {all.Ordering}, merged");
                Fields(depth + 1, all.Selection.Fields);
                break;
            case PlanField.Paths paths:
                Line(depth, field, $"{Way("paths", paths.From, paths.To, paths.MaxLength, paths.Types)} [first: {_plan.Parameters[paths.First]}]");
                Fields(depth + 1, paths.Fields);
                break;
            case PlanField.Connected connected:
                Line(depth, field, Way("shortest path", connected.From, connected.To, connected.MaxLength, connected.Types));
                break;
            case PlanField.Timeline timeline:
                Line(depth, field, $"timeline about {_plan.Parameters[timeline.About]}{Bound(" from ", timeline.From)}{Bound(" to ", timeline.To)} "
                    + $"[{_plan.Parameters[timeline.Page]}] by {timeline.Ordering}");
                Fields(depth + 1, timeline.Selection.Fields);
                break;
            case PlanField.Entries entries: Nested(depth, field, "nodes", entries.Fields); break;
            case PlanField.Entry entry: Nested(depth, field, "node", entry.Fields); break;
            case PlanField.Edges edges: Nested(depth, field, "edges", edges.Fields); break;
            case PlanField.PageInfo info: Nested(depth, field, "page info", info.Fields); break;
            case PlanField.Excluded excluded: Nested(depth, field, "excluded", excluded.Fields); break;
            case PlanField.Corroboration corroboration: Nested(depth, field, "corroboration", corroboration.Fields); break;
            case PlanField.TypeName: Line(depth, field, "type"); break;
            case PlanField.Steps steps: Nested(depth, field, "steps", steps.Fields); break;
            case PlanField.Relationship relationship: Nested(depth, field, "relationship", relationship.Fields); break;
            case PlanField.StartNode node: Nested(depth, field, "from", node.Selection); break;
            case PlanField.EndNode node: Nested(depth, field, "to", node.Selection); break;
            case PlanField.Nodes nodes: Nested(depth, field, "nodes", nodes.Selection); break;
            case PlanField.EdgeNode node: Nested(depth, field, "node", node.Selection); break;
            case PlanField.Evidence evidence: Nested(depth, field, "evidence", evidence.Selection); break;
            case PlanField.Through through: Nested(depth, field, "through", through.Selection); break;
            default: Line(depth, field, Words(field.GetType().Name)); break;
        }
    }

    private void Choice(int depth, Choice choice)
    {
        if (!choice.Filter.IsEverything)
            Line(depth, "where " + Text(choice.Filter));
        if (choice.Seek is { } seek)
            Line(depth, "seek " + Text(seek));
        else if (!choice.Order.IsEmpty)
            Line(depth, "scan, keep the page");
        else if (!choice.Filter.IsEverything)
            Line(depth, "scan in order");
    }

    private string Text(Seek seek) => seek switch
    {
        Seek.ById byId => $"id = {_plan.Parameters[byId.Ids]}",
        Seek.ByUnique unique => $"{unique.Type.Name}.{unique.Property.Name} = {_plan.Parameters[unique.Values]}",
        Seek.Through through => $"{Text(through.Inner)}, then back over {through.Field}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string Text(Filter filter) => filter switch
    {
        Filter.All all => all.Filters.IsEmpty ? "true" : string.Join(" and ", all.Filters.Select(f => f is Filter.Any ? $"({Text(f)})" : Text(f))),
        Filter.Any any => any.Filters.IsEmpty ? "false" : string.Join(" or ", any.Filters.Select(f => f is Filter.All { Filters.Length: > 1 } ? $"({Text(f)})" : Text(f))),
        Filter.Not not => $"not ({Text(not.Inner)})",
        Filter.Missing missing => $"{missing.Value} is missing",
        Filter.Compare compare => $"{compare.Value} {Sign(compare.Comparison)} {_plan.Parameters[compare.With]}",
        Filter.Folded folded => $"fold({folded.Value}) {Sign(folded.Comparison)} fold({_plan.Parameters[folded.With]})",
        Filter.Items items => $"{Words(items.Quantifier.ToString())} of {(items.IsEdge ? "edge." : "")}{items.Property.Name} ({Text(items.Inner)})",
        Filter.AnyItem any => $"any of {(any.IsEdge ? "edge." : "")}{any.Property.Name} is {_plan.Parameters[any.Is]}",
        Filter.Related related => $"{Words(related.Quantifier.ToString())} of {Relationship(related.Field)} ({Text(related.Inner)})",
        Filter.AnyRelated any => $"any of {Relationship(any.Field)} is {_plan.Parameters[any.Is]}",
        Filter.One one => $"{Relationship(one.Field)} ({Text(one.Inner)})",
        Filter.Member member => $"is {member.Type.Name} ({Text(member.Inner)})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Sign(Model.Comparison comparison) => comparison switch
    {
        Model.Comparison.Equal => "=",
        Model.Comparison.Greater => ">",
        Model.Comparison.GreaterOrEqual => ">=",
        Model.Comparison.Less => "<",
        Model.Comparison.LessOrEqual => "<=",
        var other => Words(other.ToString()),
    };

    private IEnumerable<string> Keys(PlanField.ById byId)
    {
        if (byId.IdValue >= 0)
            yield return $"id = {_plan.Parameters[byId.IdValue]}";
        foreach (var group in byId.Keys.GroupBy(k => k.Value))
            yield return $"{string.Join(" or ", group.Select(k => k.Property.Name))} = {_plan.Parameters[group.Key]}";
    }

    private static string Source(ConnectionSource source) => source switch
    {
        ConnectionSource.Collection collection => $"all {collection.Type.Name}",
        ConnectionSource.Relationship relationship => Relationship(relationship.Field),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Relationship(Model.RelationshipField field) => field.Direction == Model.Direction.Out
        ? $"-[{field.Type.Name}]->({field.Target.Name})" : $"<-[{field.Type.Name}]-({field.Target.Name})";

    private string Bound(string what, int date) => date < 0 ? "" : $"{what}{_plan.Parameters[date]}";

    private string Way(string what, int from, int to, int maxLength, int types) =>
        $"{what} from {_plan.Parameters[from]} to {_plan.Parameters[to]}, at most {_plan.Parameters[maxLength]} long, over {_plan.Parameters[types]}, searched from both ends";

    private void Nested(int depth, PlanField field, string what, ImmutableArray<PlanField> fields)
    {
        Line(depth, field, what);
        Fields(depth + 1, fields);
    }

    private void Nested(int depth, PlanField field, string what, NodeSelection selection)
    {
        Line(depth, field, what);
        Selection(depth + 1, selection);
    }

    /// <summary>Types of which the same is asked stand together.</summary>
    private void Selection(int depth, NodeSelection selection)
    {
        var printed = new List<(List<string> Types, string Text)>();
        foreach (var type in selection.Types)
        {
            var nested = new PlanPrinter(_plan);
            nested.Fields(depth + 1, selection[type.Index]);
            var text = nested._text.ToString();
            if (printed.Find(p => p.Text == text) is { Types: { } types })
                types.Add(type.Name);
            else
                printed.Add(([type.Name], text));
        }
        foreach (var (types, text) in printed)
        {
            if (printed.Count > 1)
                Line(depth, "on " + string.Join(" or ", types));
            _text.Append(text);
        }
    }

    private void Line(int depth, PlanField field, string what) => Line(depth, field.Key.Name == what ? what : $"{field.Key.Name}: {what}");
    private void Line(int depth, string text) => _text.Append(' ', depth * 2).Append(text).Append('\n');

    /// <summary><c>HasNextPage</c> is "has next page".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
