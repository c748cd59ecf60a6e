using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>The rule of "The headline question", word by word.</summary>
internal sealed partial class NaiveInterpreter
{
    private enum Miss
    {
        NOT_IN_EFFECT,
        BELOW_STRENGTH,
        OTHER_OBJECTIVE,
        DENIED,
    }

    private enum Strength
    {
        EXPLICIT,
        IMPLIED,
    }

    /// <summary>One instrument with one pair of relationships between the two countries; without a miss it makes the one rely on the other.</summary>
    private sealed record Chain(NaiveNode Country, NaiveNode Instrument, Miss? Miss, Strength Strength, List<NaiveLink> Used);
    private sealed record Reliance(NaiveNode Country, List<Chain> Chains);
    private sealed record Exclusion(NaiveNode Country, List<Chain> Chains);

    private Connection? Rely(NaiveNode country, FieldMeaning.Reliance field, Func<string, object?> argument, Func<List<Edge>, List<Edge>> choose)
    {
        if (_graph.Find((string?)argument("objective")) is not { } objective || objective.Record.Type.Name != "Objective")
            return null;
        var weakest = argument("minStrength") is string text ? Enum.Parse<Strength>(text) : Strength.IMPLIED;
        var objectives = ServingWithin(objective, 4);

        // 1. (B)-[ACTS_UNDER]->(I)-[BENEFITS]->(A), B is not A
        var chains =
            from acts in LinksOf("ACTS_UNDER")
            from benefits in LinksOf("BENEFITS")
            where acts.Record.To == benefits.Record.From && acts.Record.From != benefits.Record.To
            let near = field.IsInverse ? acts.Record.From : benefits.Record.To
            let far = field.IsInverse ? benefits.Record.To : acts.Record.From
            where near == country.Id
            select Judge(_graph.Find(far)!, _graph.Find(acts.Record.To)!, acts, benefits, objectives, weakest);
        var partners = chains.GroupBy(c => c.Country.Id).Select(g => g.ToList()).ToList();
        var answer = partners.Select(p => new Reliance(p[0].Country, p.FindAll(c => c.Miss is null))).Where(r => r.Chains.Count > 0)
            .OrderBy(r => r.Chains.Min(c => c.Strength)).ThenByDescending(r => Instruments(r.Chains).Count())
            .ThenBy(r => r.Country, Comparer<NaiveNode>.Create(NaiveOrder.ByName));
        var excluded = partners.FindAll(p => p.TrueForAll(c => c.Miss is not null)).ConvertAll(p => new Exclusion(p[0].Country, p))
            .Sorted((left, right) => NaiveOrder.ByName(left.Country, right.Country));
        return Page(choose([.. answer.Select(r => new Edge(r.Country, null, r))]), argument, excluded);
    }

    private IEnumerable<NaiveLink> LinksOf(string type) => _graph.Links.Where(l => l.Record.Type.Name == type);

    /// <summary>"O' is O or serves it (SERVES_OBJECTIVE, up to 4 steps)"</summary>
    private HashSet<string> ServingWithin(NaiveNode objective, int steps)
    {
        var serving = new HashSet<string> { objective.Id };
        for (var step = 0; step < steps; step++)
            serving.UnionWith(LinksOf("SERVES_OBJECTIVE").Where(l => Holds(l) && serving.Contains(l.Record.To)).Select(l => l.Record.From).ToList());
        return serving;
    }

    private Chain Judge(NaiveNode country, NaiveNode instrument, NaiveLink acts, NaiveLink benefits, HashSet<string> objectives, Strength weakest)
    {
        static Strength Of(NaiveLink pursuit) => Enum.Parse<Strength>((string)pursuit.Record.Properties["strength"]);

        var pursuits = LinksOf("PURSUES").Where(l => l.Record.From == instrument.Id && objectives.Contains(l.Record.To)).ToList();
        var strong = pursuits.FindAll(p => Of(p) <= weakest);
        var used = strong.FindAll(Holds);
        var claims = acts.Record.Claims;
        Miss? miss =
            pursuits.Count == 0 ? Miss.OTHER_OBJECTIVE
            : strong.Count == 0 ? Miss.BELOW_STRENGTH
            : NaiveTime.IsNever(instrument) || !IsVisible(instrument) || !Holds(acts) || !Holds(benefits) || used.Count == 0 ? Miss.NOT_IN_EFFECT
            : !claims.IsEmpty && !claims.Any(c => Stance(c) == "ASSERTS") ? Miss.DENIED
            : null;
        return new Chain(country, instrument, miss, miss is null ? used.Min(Of) : default, [acts, benefits, .. used]);
    }

    private static IEnumerable<NaiveNode> Instruments(IEnumerable<Chain> chains) => chains.Select(c => c.Instrument).DistinctBy(i => i.Id);

    private static int ByStart(NaiveNode left, NaiveNode right) =>
        NaiveOrder.NoneLast(NaiveTime.Start(left), NaiveTime.Start(right)) is not 0 and var order ? order : NaiveOrder.ByCodePoint(left.Id, right.Id);

    private bool IsContested(NaiveLink link) => link.Record.Claims.Any(c => Stance(c) == "ASSERTS") && link.Record.Claims.Any(c => Stance(c) == "DENIES");

    private Standing BestStanding(Reliance reliance) => reliance.Chains.Min(c => StandingOf(c.Instrument, _asOf ?? _today));

    /// <summary>A value of a reliance that a filter compares or an order sorts by; for an enum its position.</summary>
    private object? ValueOf(Reliance reliance, FilterMeaning meaning) => meaning switch
    {
        FilterMeaning.RelianceStrength => (double)reliance.Chains.Min(c => c.Strength),
        FilterMeaning.RelianceStanding => (double)BestStanding(reliance),
        FilterMeaning.RelianceContested => reliance.Chains.SelectMany(c => c.Used).Any(IsContested),
        FilterMeaning.RelianceSince => NaiveTime.Earliest(Instruments(reliance.Chains).Select(NaiveTime.Start).OfType<string>()),
        FilterMeaning.Through or FilterMeaning.Count => (double)Instruments(reliance.Chains).Count(),
        FilterMeaning.CorroborationValue { What: var what } => Corroborated(reliance.Chains.SelectMany(c => c.Used).SelectMany(l => l.Record.Claims).Distinct(), what),
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    private object? ResolveReliance(Reliance reliance, FieldMeaning meaning)
    {
        var through = Instruments(reliance.Chains.OrderBy(c => c.Strength).ThenBy(c => c.Instrument, Comparer<NaiveNode>.Create(ByStart))).ToList();
        var ends = through.ConvertAll(NaiveTime.End);
        var claims = reliance.Chains.SelectMany(c => c.Used).SelectMany(l => l.Record.Claims).Distinct();
        return meaning switch
        {
            FieldMeaning.Leaf { What: Leaf.Strength } => Json(reliance.Chains.Min(c => c.Strength).ToString()),
            FieldMeaning.Leaf { What: Leaf.Since } => Json(NaiveTime.Earliest(through.Select(NaiveTime.Start).OfType<string>())),
            FieldMeaning.Leaf { What: Leaf.Until } => ends.Contains(null) ? null : Json(NaiveTime.Latest(ends.OfType<string>())),
            FieldMeaning.Leaf { What: Leaf.ExplicitSince } => Json(NaiveTime.Earliest(
                reliance.Chains.FindAll(c => c.Strength == Strength.EXPLICIT).Select(c => NaiveTime.Start(c.Instrument)).OfType<string>())),
            FieldMeaning.Standing => Json(NameOf(BestStanding(reliance))),
            FieldMeaning.Leaf { What: Leaf.Contested } => Json(reliance.Chains.SelectMany(c => c.Used).Any(IsContested)),
            FieldMeaning.Through => through,
            FieldMeaning.Evidence => EvidenceOf(claims),
            FieldMeaning.Corroboration => new Corroboration([.. claims]),
            _ => throw new NotSupportedException(meaning.ToString()),
        };
    }

    private static object ResolveExclusion(Exclusion exclusion, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.EdgeNode => exclusion.Country,
        FieldMeaning.Leaf { What: Leaf.Reason } => Json(exclusion.Chains.Min(c => c.Miss)!.Value.ToString())!,
        FieldMeaning.Through => Instruments(exclusion.Chains).Sorted(ByStart),
        _ => throw new NotSupportedException(meaning.ToString()),
    };
}
