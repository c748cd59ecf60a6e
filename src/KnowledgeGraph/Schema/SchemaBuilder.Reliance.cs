using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>Which countries a country relies on, and which it does not.</summary>
internal sealed partial class SchemaBuilder
{
    private void AddReliance(ObjectGraphType result, NodeType country, RelianceRule rule, string name, bool isInverse, string description)
    {
        if (!_types.TryGetValue("ReliesOnConnection", out var connection))
            connection = BuildReliance(country, rule);
        var field = Add(result, name, connection, description + "\nNull if the objective does not exist.", new FieldMeaning.Reliance(rule, isInverse));
        field.Arguments!.Add(new QueryArgument(Required(_id)) { Name = "objective", Description = "Id of the objective." });
        field.Arguments.Add(new QueryArgument(_types[rule.Strength.Enum!.Name])
        {
            Name = "minStrength",
            Description = "Ignores instruments that pursue the objective less strongly than this.",
            DefaultValue = rule.Strength.Enum.Values[^1].Name,
        });
        AddPage(field);
    }

    private ObjectGraphType BuildReliance(NodeType country, RelianceRule rule)
    {
        var instruments = RequiredList(_types[rule.Instrument.Name]);
        var edge = new ObjectGraphType { Name = "ReliesOnEdge", Description = "Reliance of one country on another, with the instruments that establish it." };
        var connection = BuildConnection("ReliesOn", edge, _types[country.Name], "Page of countries, ordered by strength (EXPLICIT first), then by number of instruments (most first), name and id.");
        Add(edge, "strength", Required(_types[rule.Strength.Enum!.Name]), "Greatest strength among the instruments in `through`.", new FieldMeaning.Strength());
        Add(edge, "since", _partialDate, "Earliest start date among the instruments in `through`. Null if none has one.", new FieldMeaning.Since());
        Add(edge, "until", _partialDate, "Latest end date among the instruments in `through`. Null while any of them has no end date.", new FieldMeaning.Until());
        Add(edge, "through", instruments, "Instruments that establish the reliance, ordered by strength, start date (none last) and id.", new FieldMeaning.Through());
        Add(edge, "evidence", RequiredList(_types[_model.Evidence.Claim.Name]),
            "Distinct claims of the relationships that establish the reliance, ordered by the date of their report, then by id.", new FieldMeaning.Evidence());
        Add(edge, "corroboration", Required(_corroboration), "How well the reliance is reported.", new FieldMeaning.Corroboration());

        var reason = new EnumerationGraphType { Name = "ExclusionReason", Description = "Why a country is not in the result: the first check that its nearest instrument fails." };
        reason.Add(new EnumValueDefinition("NOT_IN_EFFECT", "NOT_IN_EFFECT") { Description = "The instrument never took effect, or is not in effect on the date of @asOf." });
        reason.Add(new EnumValueDefinition("BELOW_STRENGTH", "BELOW_STRENGTH") { Description = "The instrument pursues the objective less strongly than `minStrength`." });
        reason.Add(new EnumValueDefinition("OTHER_OBJECTIVE", "OTHER_OBJECTIVE") { Description = "The instrument pursues other objectives." });
        reason.Add(new EnumValueDefinition("DENIED", "DENIED") { Description = "The evidence denies that the country acts under the instrument." });
        var exclusion = new ObjectGraphType { Name = "ReliesOnExclusion", Description = "Country that acts under an instrument for the other country's benefit, but is not in the result." };
        Add(exclusion, "node", Required(_types[country.Name]), "The country that was left out.", new FieldMeaning.EdgeNode());
        Add(exclusion, "reason", Required(reason), "Why it was left out: the reason of the instrument that comes nearest to a match.", new FieldMeaning.Reason());
        Add(exclusion, "instruments", instruments, "All instruments that connect the two countries, in effect or not, ordered by start date (none last), then by id.", new FieldMeaning.Through());
        Add(connection, "excluded", RequiredList(exclusion), "Countries that were left out, ordered by name, then by id.", new FieldMeaning.Excluded());
        return connection;
    }
}
