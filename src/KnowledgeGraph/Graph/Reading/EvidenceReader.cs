using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>How claims corroborate what they are about. Only claims that assert it count.</summary>
/// <param name="FirstReported">The report with the earliest date; null if none has a date.</param>
internal readonly record struct Corroboration(int Reports, int IndependentOrigins, int Outlets, NodeRef? FirstReported);

/// <summary>Reads claims: their order, whether they contradict each other, how many origins they have.</summary>
internal sealed class EvidenceReader(ReadContext context)
{
    private readonly HashSet<NodeRef> _reports = [];
    private readonly HashSet<NodeRef> _origins = [];
    private readonly HashSet<NodeRef> _outlets = [];

    private EvidenceRoles Roles => context.Snapshot.Model.Evidence;
    private NodeTable Claims => context.Snapshot.Nodes[Roles.Claim.Index];

    /// <summary>The node of a row of the claims' table.</summary>
    public NodeRef NodeOf(int claim) => new(Roles.Claim.Index, claim);

    /// <summary>Compares claims by the date of their report (none last), then by id.</summary>
    public int Compare(int left, int right)
    {
        var order = LinkOrder.CompareNoneLast(PublishedOn(ReportOf(left)), PublishedOn(ReportOf(right)));
        return order != 0 ? order : Claims.Ids[left].SequenceCompareTo(Claims.Ids[right]);
    }

    /// <summary>The date of a report as JSON; empty if it has none.</summary>
    public ReadOnlySpan<byte> PublishedOn(NodeRef? report) =>
        report is { } found ? context.TableOf(found).Properties[Roles.PublishedOn.Ordinal, found.Row] : default;

    /// <summary>The first report that states the claim and counts.</summary>
    private NodeRef? ReportOf(int claim)
    {
        foreach (var link in context.Links(NodeOf(claim), Roles.StatedIn.Out))
            if (context.Evidence is not { } evidence || evidence.HasReport(link.Node.Row))
                return link.Node;
        return null;
    }

    private bool Asserts(int claim) => Claims.Properties.Position(Roles.Stance.Ordinal, claim) == Roles.Asserts;
    private bool Denies(int claim) => Claims.Properties.Position(Roles.Stance.Ordinal, claim) == Roles.Denies;

    /// <summary>Whether some claims assert and others deny it.</summary>
    public bool IsContested(ReadOnlySpan<int> claims)
    {
        var (asserted, denied) = (false, false);
        foreach (var claim in claims)
        {
            asserted |= Asserts(claim);
            denied |= Denies(claim);
        }
        return asserted && denied;
    }

    /// <summary>Whether there are claims and none of them asserts it.</summary>
    public bool IsDenied(ReadOnlySpan<int> claims)
    {
        foreach (var claim in claims)
            if (Asserts(claim))
                return false;
        return !claims.IsEmpty;
    }

    public Corroboration Corroborate(ReadOnlySpan<int> claims)
    {
        _reports.Clear();
        _origins.Clear();
        _outlets.Clear();
        NodeRef? first = null;
        foreach (var claim in claims)
        {
            if (!Asserts(claim) || ReportOf(claim) is not { } report || !_reports.Add(report))
                continue;
            var root = RootOf(report);
            _origins.Add(context.OtherEnd(root, Roles.OriginatedBy) ?? context.OtherEnd(root, Roles.PublishedBy) ?? root);
            if (context.OtherEnd(report, Roles.PublishedBy) is { } outlet)
                _outlets.Add(outlet);
            first = Earlier(Earlier(first, report), root);
        }
        return new Corroboration(_reports.Count, _origins.Count, _outlets.Count, first);
    }

    private NodeRef? Earlier(NodeRef? first, NodeRef report)
    {
        var day = PublishedOn(report);
        return day.IsEmpty || (first is not null && PartialDate.CompareLastDay(JsonText.Unquote(PublishedOn(first)), JsonText.Unquote(day)) <= 0) ? first : report;
    }

    /// <summary>The report at the start of the chain of copies.</summary>
    private NodeRef RootOf(NodeRef report)
    {
        var root = report;
        for (var i = 0; i <= EvidenceRoles.MostCopies; i++)
        {
            if (context.OtherEnd(root, Roles.Republishes) is not { } original)
                return root;
            root = original;
        }
        return report;
    }
}
