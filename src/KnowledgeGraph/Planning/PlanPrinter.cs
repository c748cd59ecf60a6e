using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Planning;

/// <summary>Prints a plan as a tree for people: one line for each field, indented by depth.</summary>
internal sealed class PlanPrinter
{
    private readonly StringBuilder _text = new();
    private readonly OperationPlan _plan;

    private PlanPrinter(OperationPlan plan) => _plan = plan;

    public static string Print(OperationPlan plan)
    {
        var printer = new PlanPrinter(plan);
        printer.Line(0, (plan.Writes is null ? "query" : "mutation") + string.Concat(Settings(plan)));
        foreach (var step in plan.Writes?.Steps ?? [])
            printer.Line(1, step.Describe(plan.Parameters));
        printer.Fields(1, plan.Roots);
        return printer._text.ToString();
    }

    private static IEnumerable<string> Settings(OperationPlan plan)
    {
        var lens = plan.Lens;
        if (!lens.AsOf.IsNone)
            yield return $" as of {plan.Parameters.At(lens.AsOf)}";
        if (!lens.Presumed.IsNone)
            yield return $", presumed: {plan.Parameters.At(lens.Presumed)}";
        if (lens.HasEvidence)
            yield return " by the evidence";
        if (!lens.PublishedBy.IsNone)
            yield return $" published by {plan.Parameters.At(lens.PublishedBy)}";
        if (!lens.Without.IsNone)
            yield return $" without {plan.Parameters.At(lens.Without)}";
        if (!lens.MinOrigins.IsNone)
            yield return $" of at least {plan.Parameters.At(lens.MinOrigins)} origins";
    }

    private void Fields(int depth, ImmutableArray<PlanField> fields)
    {
        foreach (var field in fields)
            Field(depth, field);
    }

    private void Field(int depth, PlanField field)
    {
        var text = field.Describe(_plan.Parameters) + (field.AsOf.IsNone ? "" : $" as of {_plan.Parameters.At(field.AsOf)}");
        Line(depth, field.Key.Name == text ? text : $"{field.Key.Name}: {text}");
        if (field is IFilteredField filtered)
            Choice(depth + 1, filtered.Choice);
        if (field is RelianceField { Choice: { Filter.IsEverything: false } choice })
            Line(depth + 1, "where " + choice.Filter.Describe(_plan.Parameters));
        if (field.Content.Node is { } node)
            Node(depth + 1, node);
        else
            Fields(depth + 1, field.Content.Fields);
    }

    private void Choice(int depth, Choice choice)
    {
        if (!choice.Filter.IsEverything)
            Line(depth, "where " + choice.Filter.Describe(_plan.Parameters));
        if (choice.Seek is { } seek)
            Line(depth, "seek " + seek.Describe(_plan.Parameters));
        else if (!choice.Order.IsEmpty)
            Line(depth, "scan, keep the page");
        else if (!choice.Filter.IsEverything)
            Line(depth, "scan in order");
    }

    /// <summary>Types with the same selection are printed together.</summary>
    private void Node(int depth, NodeSelection selection)
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

    private void Line(int depth, string text) => _text.Append(' ', depth * 2).Append(text).Append('\n');

    /// <summary>A relationship as an arrow to the other end.</summary>
    public static string Describe(RelationshipField field) => field.Direction == Direction.Out
        ? $"-[{field.Type.Name}]->({field.Target.Name})" : $"<-[{field.Type.Name}]-({field.Target.Name})";

    public static string Describe(GroupTerm term) => term switch
    {
        GroupTerm.Value { Property: var property } => property.Name,
        GroupTerm.Year { Property: var date } => $"year of {date.Name}",
        GroupTerm.Month { Property: var date } => $"month of {date.Name}",
        GroupTerm.Related { Field: var field } => Describe(field),
        _ => throw new System.Diagnostics.UnreachableException(term.GetType().Name),
    };

    /// <summary><c>HasNextPage</c> is "has next page".</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    public static string Describe(ConnectionSource source) => source switch
    {
        ConnectionSource.Collection collection => $"all {collection.Type.Name}",
        ConnectionSource.Relationship relationship => Describe(relationship.Field),
        _ => throw new System.Diagnostics.UnreachableException(source.GetType().Name),
    };
}
