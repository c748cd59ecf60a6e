using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The parts of filters and sort keys that the evidence decides: of relationships, and of `reliesOn`.</summary>
internal sealed partial class FilterTypes
{
    private static readonly Property s_inEffect = new("inEffect", ScalarKind.Boolean, "Whether it is in effect on the date that applies, else today.");
    private static readonly Property s_standing = new("standing", ScalarKind.Enum, "What is known about whether it is in effect on the date that applies, else today.") { Enum = Standings.Type };
    private static readonly Property s_contested = new("contested", ScalarKind.Boolean, "Whether one claim asserts it and another denies it.");
    private static readonly (Property Value, Leaf What)[] s_corroboration =
    [
        (new("independentOrigins", ScalarKind.Int, "Number of independent origins."), Leaf.IndependentOrigins),
        (new("outlets", ScalarKind.Int, "Number of distinct outlets."), Leaf.Outlets),
        (new("reports", ScalarKind.Int, "Number of distinct reports."), Leaf.Reports),
        (new("firstReportedOn", ScalarKind.PartialDate, "Earliest publication date."), Leaf.FirstReportedOn),
    ];

    /// <summary>Adds what the dates and the claims of a relationship decide.</summary>
    private void AddEvidence(InputObjectGraphType result)
    {
        Add(result, "inEffect", Operations(s_inEffect), s_inEffect.Description, new FilterMeaning.InEffect());
        Add(result, "standing", Operations(s_standing), s_standing.Description, new FilterMeaning.Standing());
        Add(result, "contested", Operations(s_contested), s_contested.Description, new FilterMeaning.Contested());
        Add(result, "corroboration", Corroboration(), "How well it is reported.", new FilterMeaning.Corroboration());
        Add(result, "evidence", Build("EvidenceFilterInput", "Filter for the claims about a relationship.", claims =>
        {
            AddQuantifiers(claims, Filter(Claim), "claim", hasSingle: true);
            Add(claims, "any", _boolean, "Whether there are claims.", new FilterMeaning.Any());
            Add(claims, "count", Operations(new Property("count", ScalarKind.Int, "")), "Number of claims.", new FilterMeaning.Count());
        }), "Claims about it.", new FilterMeaning.Claims());
    }

    /// <summary>Adds sort keys for what the dates and the claims of a relationship decide.</summary>
    private void AddEvidenceSorts(InputObjectGraphType result)
    {
        Add(result, "inEffect", _direction, s_inEffect.Description, new FilterMeaning.InEffect());
        Add(result, "standing", _direction, s_standing.Description + " Ascending: the best first.", new FilterMeaning.Standing());
        Add(result, "contested", _direction, s_contested.Description, new FilterMeaning.Contested());
        Add(result, "corroboration", CorroborationSort(), "How well it is reported.", new FilterMeaning.Corroboration());
        Add(result, "evidence", CountSort(), "Claims about it.", new FilterMeaning.Claims());
    }

    /// <summary>The filter for relationships of any type.</summary>
    public InputObjectGraphType AnyRelationship(EnumType types, CompositeType anyNode) =>
        Build("AnyRelationshipFilterInput", "Filter for relationships of any type. All fields must match.", result =>
        {
            AddLogic(result);
            Add(result, "type", Operations(new Property("type", ScalarKind.Enum, "") { Enum = types }), "Type of the relationship.", new FilterMeaning.RelationshipTypeName());
            Add(result, "from", Filter(anyNode), "The node at which the relationship starts.", new FilterMeaning.End(IsFrom: true));
            Add(result, "to", Filter(anyNode), "The node at which the relationship ends.", new FilterMeaning.End(IsFrom: false));
            Add(result, "since", Operations(s_since), s_since.Description, new FilterMeaning.Since());
            Add(result, "until", Operations(s_until), s_until.Description, new FilterMeaning.Until());
            Add(result, "recordedAt", Operations(s_recordedAt), s_recordedAt.Description, new FilterMeaning.RecordedAt());
            AddEvidence(result);
        });

    /// <summary>The sort keys for relationships of any type.</summary>
    public InputObjectGraphType AnyRelationshipSort(CompositeType anyNode) =>
        Build("AnyRelationshipSortInput", "Sort key for relationships of any type. Exactly one field must be given.", result =>
        {
            Add(result, "type", _direction, "Type of the relationship, by name.", new FilterMeaning.RelationshipTypeName());
            Add(result, "from", Sort(anyNode), "The node at which the relationship starts.", new FilterMeaning.End(IsFrom: true));
            Add(result, "to", Sort(anyNode), "The node at which the relationship ends.", new FilterMeaning.End(IsFrom: false));
            Add(result, "since", _direction, s_since.Description, new FilterMeaning.Since());
            Add(result, "until", _direction, s_until.Description, new FilterMeaning.Until());
            Add(result, "recordedAt", _direction, s_recordedAt.Description, new FilterMeaning.RecordedAt());
            AddEvidenceSorts(result);
        }, isOneOf: true);

    private InputObjectGraphType Corroboration() => Build("CorroborationFilterInput", "Filter for corroboration. All fields must match.", result =>
    {
        foreach (var (value, what) in s_corroboration)
            Add(result, value.Name, Operations(value), value.Description, new FilterMeaning.CorroborationValue(what));
    });

    private InputObjectGraphType CorroborationSort() => Build("CorroborationSortInput", "Sort key for corroboration. Exactly one field must be given.", result =>
    {
        foreach (var (value, what) in s_corroboration)
            Add(result, value.Name, _direction, value.Description, new FilterMeaning.CorroborationValue(what));
    }, isOneOf: true);

    /// <summary>The filter for the edges of `reliesOn`.</summary>
    public InputObjectGraphType Reliance(NodeType country, RelianceRule rule) =>
        Build("ReliesOnFilterInput", "Filter for the edges of `reliesOn`. All fields must match.", result =>
        {
            AddLogic(result);
            Add(result, "node", Filter(country), "The country at the other end.", new FilterMeaning.Node());
            Add(result, "strength", Operations(rule.Strength), "Greatest strength.", new FilterMeaning.RelianceStrength(rule.Strength.Enum!));
            Add(result, "standing", Operations(s_standing), "Best standing.", new FilterMeaning.RelianceStanding());
            Add(result, "contested", Operations(s_contested), "Whether one of the relationships is contested.", new FilterMeaning.RelianceContested());
            Add(result, "since", Operations(s_since), "Earliest start date.", new FilterMeaning.RelianceSince());
            Add(result, "corroboration", Corroboration(), "How well the reliance is reported.", new FilterMeaning.RelianceCorroboration());
            Add(result, "through", Build("ThroughFilterInput", "Filter for the instruments that establish a reliance.", through =>
                Add(through, "count", Operations(new Property("count", ScalarKind.Int, "")), "Number of instruments.", new FilterMeaning.Count())), "The instruments.", new FilterMeaning.Through());
        });

    /// <summary>The sort keys for the edges of `reliesOn`.</summary>
    public InputObjectGraphType RelianceSort(NodeType country, RelianceRule rule) =>
        Build("ReliesOnSortInput", "Sort key for the edges of `reliesOn`. Exactly one field must be given.", result =>
        {
            Add(result, "node", Sort(country), "The country at the other end.", new FilterMeaning.Node());
            Add(result, "strength", _direction, "Greatest strength. Ascending: EXPLICIT first.", new FilterMeaning.RelianceStrength(rule.Strength.Enum!));
            Add(result, "standing", _direction, "Best standing. Ascending: the best first.", new FilterMeaning.RelianceStanding());
            Add(result, "contested", _direction, "Whether one of the relationships is contested.", new FilterMeaning.RelianceContested());
            Add(result, "since", _direction, "Earliest start date.", new FilterMeaning.RelianceSince());
            Add(result, "corroboration", CorroborationSort(), "How well the reliance is reported.", new FilterMeaning.RelianceCorroboration());
            Add(result, "through", CountSort(), "The instruments.", new FilterMeaning.Through());
        }, isOneOf: true);
}
