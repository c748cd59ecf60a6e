namespace KnowledgeGraph.Model;

/// <summary>
/// The rule by which country A relies on country B for an objective: B acts under an instrument that benefits A and pursues the
/// objective, or one that serves it within <paramref name="MaxSteps"/> steps. Declared on the country's type, run by both stores.
/// </summary>
/// <param name="Acts">From the country that acts to the instrument.</param>
/// <param name="Benefits">From the instrument to the country that benefits.</param>
/// <param name="Pursues">From the instrument to the objective.</param>
/// <param name="Strength">The property of <paramref name="Pursues"/> that tells how strong the link is, strongest value first.</param>
/// <param name="Serves">From an objective to the broader one that it serves.</param>
public sealed record RelianceRule(
    RelationshipType Acts, RelationshipType Benefits, RelationshipType Pursues, Property Strength, RelationshipType Serves, int MaxSteps)
{
    public NodeType Objective => Pursues.Pairs.First().To;
    public CompositeType Instrument => Acts.Fields.First(f => f.Direction == Direction.Out).Target;

    public string Describe() => $"""
        Country A relies on country B for objective O if there is an instrument I that meets all of these conditions:
        1. (B)-[{Acts.Name}]->(I)-[{Benefits.Name}]->(A), and B is not A;
        2. (I)-[{Pursues.Name}]->(O') with at least `minStrength`, where O' is O or serves O through up to {MaxSteps} {Serves.Name} steps;
        3. I took effect. Under @asOf, I and the three relationships are in effect on that date;
        4. the {Acts.Name} relationship has no claims, or has a claim that asserts it.
        """;
}
