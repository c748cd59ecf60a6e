using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`reliesOn` and `reliedOnBy`: the countries that a country relies on, and the countries that rely on it.</summary>
internal sealed class RelianceTypes(SchemaTypes types, ConnectionTypes connections, RelationshipTypes relationships, FieldArguments arguments)
{
    /// <summary>Adds both fields to the type of countries.</summary>
    public void AddTo(ObjectGraphType result, NodeType country, RelianceRule rule)
    {
        AddField(result, country, rule, "reliesOn", isInverse: false, $"Countries that this country relies on for an objective.\n{rule.Describe()}");
        AddField(result, country, rule, "reliedOnBy", isInverse: true, "Countries that rely on this country for an objective, by the rule of `reliesOn`.");
    }

    private void AddField(ObjectGraphType result, NodeType country, RelianceRule rule, string name, bool isInverse, string description)
    {
        var connection = types.Find("ReliesOnConnection") ?? Build(country, rule);
        var field = Add(result, name, connection, description + "\nNull if the objective does not exist.", new FieldMeaning.Reliance(rule, isInverse));
        field.Arguments!.Add(new QueryArgument(Required(types.Id)) { Name = "objective", Description = "Id of the objective." });
        field.Arguments.Add(new QueryArgument(types[rule.Strength.Enum!.Name])
        {
            Name = "minStrength",
            Description = "Ignores instruments that pursue the objective less strongly than this.",
            DefaultValue = rule.Strength.Enum.Values[^1].Name,
        });
        field.Arguments.Add(new QueryArgument(types.Filters.Reliance(country, rule)) { Name = "where", Description = "Filter for the edges. `excluded` does not depend on it." });
        field.Arguments.Add(new QueryArgument(new ListGraphType(new NonNullGraphType(types.Filters.RelianceSort(country, rule))))
        {
            Name = "order",
            Description = "Sort keys, most significant first. Ties are broken by id. Default: strength, then number of instruments (most first), name and id.",
        });
        arguments.AddPage(field);
        arguments.AddDate(field);
    }

    private ObjectGraphType Build(NodeType country, RelianceRule rule)
    {
        var instruments = RequiredList(types[rule.Instrument.Name]);
        var edge = new ObjectGraphType { Name = "ReliesOnEdge", Description = "Reliance of one country on another, with the instruments that establish it." };
        var connection = connections.Build("ReliesOn", edge, types[country.Name], "Page of countries, ordered by strength (EXPLICIT first), then by number of instruments (most first), name and id.");
        Add(edge, "strength", Required(types[rule.Strength.Enum!.Name]), "Greatest strength among the instruments in `through`.", new FieldMeaning.Leaf(Leaf.Strength));
        Add(edge, "since", types.PartialDate, "Earliest start date among the instruments in `through`. Null if none has one.", new FieldMeaning.Leaf(Leaf.Since));
        Add(edge, "until", types.PartialDate, "Latest end date among the instruments in `through`. Null while any of them has no end date.", new FieldMeaning.Leaf(Leaf.Until));
        Add(edge, "explicitSince", types.PartialDate, "Earliest start date among the instruments in `through` that pursue the objective explicitly. Null if none has one.", new FieldMeaning.Leaf(Leaf.ExplicitSince));
        Add(edge, "standing", Required(types.Standing), "Best standing among the instruments in `through`.", new FieldMeaning.Standing());
        Add(edge, "through", instruments, "Instruments that establish the reliance, ordered by strength, start date (none last) and id.", new FieldMeaning.Through());
        Add(edge, "evidence", RequiredList(types[types.Model.Evidence.Claim.Name]),
            "Distinct claims of the relationships that establish the reliance, ordered by the date of their report, then by id.", new FieldMeaning.Evidence());
        Add(edge, "contested", Required(types.Boolean), "Whether one of the relationships that establish the reliance is contested.", new FieldMeaning.Leaf(Leaf.Contested));
        Add(edge, "corroboration", Required(relationships.Corroboration), "How well the reliance is reported.", new FieldMeaning.Corroboration());

        var reason = new EnumerationGraphType { Name = "ExclusionReason", Description = "Why a country is not in the result: the first check that its nearest instrument fails." };
        reason.Add(new EnumValueDefinition("NOT_IN_EFFECT", "NOT_IN_EFFECT") { Description = "The instrument never took effect, or is not in effect on the date of @asOf." });
        reason.Add(new EnumValueDefinition("BELOW_STRENGTH", "BELOW_STRENGTH") { Description = "The instrument pursues the objective less strongly than `minStrength`." });
        reason.Add(new EnumValueDefinition("OTHER_OBJECTIVE", "OTHER_OBJECTIVE") { Description = "The instrument pursues other objectives." });
        reason.Add(new EnumValueDefinition("DENIED", "DENIED") { Description = "The evidence denies that the country acts under the instrument." });
        var exclusion = new ObjectGraphType { Name = "ReliesOnExclusion", Description = "Country that acts under an instrument for the other country's benefit, but is not in the result." };
        Add(exclusion, "node", Required(types[country.Name]), "The country that was left out.", new FieldMeaning.EdgeNode());
        Add(exclusion, "reason", Required(reason), "Why it was left out: the reason of the instrument that comes nearest to a match.", new FieldMeaning.Leaf(Leaf.Reason));
        Add(exclusion, "instruments", instruments, "All instruments that connect the two countries, in effect or not, ordered by start date (none last), then by id.", new FieldMeaning.Through());
        Add(connection, "excluded", RequiredList(exclusion), "Countries that were left out, ordered by name, then by id.", new FieldMeaning.Excluded());
        return connection;
    }
}
