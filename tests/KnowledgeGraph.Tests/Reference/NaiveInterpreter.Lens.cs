using System.Collections.Immutable;
using GraphQLParser.AST;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>
/// What an operation sees: `@evidence` is a graph without the claims that do not count, and `presumed: false` hides what the evidence does not
/// reach. Written from <c>evidence.md</c>.
/// </summary>
internal sealed partial class NaiveInterpreter
{
    private sealed record EvidenceArguments(string? PublishedBy, HashSet<string> Without, int MinOrigins);

    private EvidenceArguments? ReadEvidence(GraphQLOperationDefinition operation)
    {
        if (operation.Directives?.FirstOrDefault(d => d.Name == "evidence") is not { } directive)
            return null;
        object? Given(string name) => directive.Arguments?.Items.Find(a => a.Name == name) is { } argument ? Value(argument.Value, null) : null;
        return new EvidenceArguments(
            (string?)Given("publishedBy"),
            Given("without") switch
            {
                null => [],
                string one => [one],
                var list => [.. ((IEnumerable<object?>)list).Cast<string>()],
            },
            (int?)Given("minOrigins") ?? 0);
    }

    private IEnumerable<NaiveNode> All(string from, string type) =>
        _whole.Links.Where(l => l.Record.Type.Name == type && l.Record.From == from).Select(l => _whole.Find(l.Record.To)!);

    private NaiveGraph Supported(EvidenceArguments lens)
    {
        bool Counts(NaiveNode report) => IsInTime(report, lens) && !IsExcluded(report, lens.Without);
        var reports = _whole.Nodes.Where(n => n.Record.Type.Name == "Report" && Counts(n)).Select(n => n.Id).ToHashSet();
        var claims = _whole.Nodes.Where(n => n.Record.Type.Name == "Claim" && All(n.Id, "STATED_IN").Any(r => reports.Contains(r.Id))).Select(n => n.Id).ToHashSet();
        bool RestsOnClaim(NaiveNode instrument) => _whole.Links.Any(l =>
            (l.Record.Type.Name == "CLAIMS_ABOUT" && l.Record.To == instrument.Id && claims.Contains(l.Record.From))
            || ((l.Record.From == instrument.Id || l.Record.To == instrument.Id) && l.Record.Claims.Any(claims.Contains)));
        bool Stays(NaiveNode node) => node.Record.Type switch
        {
            { Name: "Report" } => reports.Contains(node.Id),
            { Name: "Claim" } => claims.Contains(node.Id),
            { Lifespan: not null } => RestsOnClaim(node),
            _ => true,
        };
        var nodes = _whole.Nodes.RemoveAll(n => !Stays(n));
        var ids = nodes.Select(n => n.Id).ToHashSet();
        bool FollowsReport(string id) => _whole.Find(id)!.Record.Type.Name != "Statistic" || All(id, "REPORTED_IN").ToList() is var printed && (printed.Count == 0 || printed.Exists(r => reports.Contains(r.Id)));
        bool IsSupported(NaiveLink link)
        {
            var record = link.Record;
            if (!ids.Contains(record.From) || !ids.Contains(record.To) || !FollowsReport(record.From) || !FollowsReport(record.To))
                return false;
            if (record.Claims.IsEmpty && !record.Type.NeedsEvidence)
                return true;
            var asserting = record.Claims.Where(c => claims.Contains(c) && _whole.Find(c)!.Text("stance") == "ASSERTS").ToList();
            var ofInstrument = new[] { record.From, record.To }.Any(e => _whole.Find(e)!.Record.Type.Lifespan is not null);
            return asserting.Count > 0 && (!ofInstrument || Origins(asserting.SelectMany(c => All(c, "STATED_IN")).Where(r => reports.Contains(r.Id))).Count() >= lens.MinOrigins);
        }
        return _whole with
        {
            Nodes = nodes,
            Links = [.. _whole.Links.Where(IsSupported).Select(l => l with { Record = l.Record with { Claims = [.. l.Record.Claims.Where(claims.Contains)] } })],
        };
    }

    private static bool IsInTime(NaiveNode report, EvidenceArguments lens) => lens.PublishedBy is null
        || (report.Text("publishedOn") is { } date && string.CompareOrdinal(NaiveTime.LastDay(date), NaiveTime.LastDay(lens.PublishedBy)) <= 0);

    private bool IsExcluded(NaiveNode report, HashSet<string> without) =>
        new[] { report.Id }.Concat(new[] { "PUBLISHED_BY", "ORIGINATED_BY", "WRITTEN_BY" }.SelectMany(t => All(report.Id, t)).Select(n => n.Id)).Any(without.Contains)
        || All(report.Id, "REPUBLISHES").Any(original => IsExcluded(original, without));

    private IEnumerable<string> Origins(IEnumerable<NaiveNode> reports) =>
        reports.Select(RootOf).Select(r => (To(r.Id, "ORIGINATED_BY") ?? To(r.Id, "PUBLISHED_BY") ?? r).Id).Distinct();

    private string? KnownUntil(NaiveNode instrument)
    {
        var claims = _graph.Links.Where(l => l.Record.Type.Name == "CLAIMS_ABOUT" && l.Record.To == instrument.Id).Select(l => l.Record.From)
            .Concat(_whole.Links.Where(l => l.Record.From == instrument.Id || l.Record.To == instrument.Id).SelectMany(l => l.Record.Claims));
        var status = instrument.Text("status") is "ISSUED" or "IN_FORCE" or "REINSTATED_CONTESTED" ? instrument.Text("statusAsOf") : null;
        return Capped(status ?? LatestOf(claims));
    }

    private string? KnownUntil(NaiveLink link)
    {
        var claims = _whole.Links.Find(l => l.Record.Key == link.Record.Key)!.Record.Claims;
        var days = link.Record.Type.SeenOn is { } seenOn && link.Record.Properties.GetValueOrDefault(seenOn.Name) is IEnumerable<string> seen ? seen : [];
        return Capped(NaiveTime.Latest(days.Concat(LatestOf(claims) is { } date ? [date] : [])));
    }

    /// <summary>The latest date of the originals of the reports that state these claims, of those that assert and count.</summary>
    private string? LatestOf(IEnumerable<string> claims) => NaiveTime.Latest(claims
        .Where(c => _graph.Find(c)?.Text("stance") == "ASSERTS").SelectMany(c => All(c, "STATED_IN")).Where(r => _graph.Find(r.Id) is not null)
        .Select(r => RootOf(r).Text("publishedOn")).OfType<string>());

    private string? Capped(string? date) => date is not null && _evidence?.PublishedBy is { } last
        && string.CompareOrdinal(NaiveTime.LastDay(date), NaiveTime.LastDay(last)) > 0 ? last : date;

    private Standing StandingOf(NaiveNode instrument, string date) => NaiveTime.IsNever(instrument) ? Standing.Never
        : StandingOf(NaiveTime.Start(instrument), NaiveTime.End(instrument), KnownUntil(instrument), date);

    private Standing StandingOf(NaiveLink link, string date)
    {
        var (start, end) = NaiveTime.Span(link);
        if (start is null && end is null && new[] { link.Record.From, link.Record.To }.Select(_whole.Find).FirstOrDefault(n => n!.Record.Type.Lifespan is not null) is { } instrument)
            return StandingOf(instrument, date);
        return StandingOf(start, end, KnownUntil(link), date);
    }

    private static Standing StandingOf(string? start, string? end, string? knownUntil, string date) =>
        !NaiveTime.Started(start, date) ? Standing.NotYet
        : !NaiveTime.NotEnded(end, date) ? Standing.Ended
        : end is not null ? Standing.InEffect
        : knownUntil is not null && NaiveTime.NotEnded(knownUntil, date) ? Standing.InEffect
        : Standing.Presumed;

    private static string NameOf(Standing standing) => Standings.Type.Values[(int)standing].Name;
}
