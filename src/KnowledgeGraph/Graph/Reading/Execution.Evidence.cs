using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Claims: in their order, whether they contradict each other, and how many origins they have.</summary>
internal sealed partial class Execution
{
    /// <summary>A stack: the claims of the edges that are being written, the inmost last.</summary>
    private readonly List<int> _claims = [];
    private readonly HashSet<NodeRef> _reports = [];
    private readonly HashSet<NodeRef> _origins = [];
    private readonly HashSet<NodeRef> _outlets = [];

    private EvidenceRoles Roles => _snapshot.Model.Evidence;
    private NodeTable ClaimTable => _snapshot.Nodes[Roles.Claim.Index];

    /// <summary>Writes the claims by their report's date (none last), then id.</summary>
    private void WriteEvidence(NodeSelection selection, ReadOnlySpan<int> claims)
    {
        var below = _claims.Count;
        foreach (var claim in claims)
        {
            var at = _claims.Count;
            _claims.Add(claim);
            for (; at > below && Compare(_claims[at - 1], claim) > 0; at--)
                (_claims[at], _claims[at - 1]) = (_claims[at - 1], claim);
        }
        Byte((byte)'[');
        var end = _claims.Count;
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteNode(selection, new NodeRef(Roles.Claim.Index, _claims[i]));
        }
        Byte((byte)']');
        _claims.RemoveRange(below, end - below);
    }

    private int Compare(int left, int right)
    {
        var order = LinkOrder.CompareNoneLast(PublishedOn(ReportOf(left)), PublishedOn(ReportOf(right)));
        return order != 0 ? order : ClaimTable.Ids[left].SequenceCompareTo(ClaimTable.Ids[right]);
    }

    private ReadOnlySpan<byte> PublishedOn(NodeRef? report) =>
        report is { } found ? _snapshot.Nodes[found.Type].Properties[Roles.PublishedOn.Ordinal, found.Row] : default;

    private NodeRef? ReportOf(int claim) => OtherEnd(new NodeRef(Roles.Claim.Index, claim), Roles.StatedIn);

    private NodeRef? OtherEnd(NodeRef node, RelationshipType type) =>
        _snapshot.Nodes[node.Type].Adjacency[type.Index * 2][node.Row] is [var link, ..] ? link.Node : null;

    private bool Asserts(int claim) => ClaimTable.Properties.Position(Roles.Stance.Ordinal, claim) == Roles.Asserts;
    private bool Denies(int claim) => ClaimTable.Properties.Position(Roles.Stance.Ordinal, claim) == Roles.Denies;

    private bool IsContested(ReadOnlySpan<int> claims)
    {
        var (asserted, denied) = (false, false);
        foreach (var claim in claims)
        {
            asserted |= Asserts(claim);
            denied |= Denies(claim);
        }
        return asserted && denied;
    }

    /// <summary>Finds the reports, origins and outlets of the claims that assert, and gives the earliest day.</summary>
    private ReadOnlySpan<byte> Corroborate(ReadOnlySpan<int> claims)
    {
        _reports.Clear();
        _origins.Clear();
        _outlets.Clear();
        ReadOnlySpan<byte> earliest = default;
        foreach (var claim in claims)
        {
            if (!Asserts(claim) || ReportOf(claim) is not { } report || !_reports.Add(report))
                continue;
            var root = RootOf(report);
            _origins.Add(OtherEnd(root, Roles.OriginatedBy) ?? OtherEnd(root, Roles.PublishedBy) ?? root);
            if (OtherEnd(report, Roles.PublishedBy) is { } outlet)
                _outlets.Add(outlet);
            foreach (var published in (ReadOnlySpan<NodeRef>)[report, root])
                if (PublishedOn(published) is { IsEmpty: false } day && (earliest.IsEmpty || JsonText.Compare(day, earliest) < 0))
                    earliest = day;
        }
        return earliest;
    }

    private void WriteCorroboration(ImmutableArray<PlanField> fields, ReadOnlySpan<int> claims)
    {
        var earliest = Corroborate(claims);
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.IndependentOrigins: Number(field, _origins.Count); break;
                case PlanField.Outlets: Number(field, _outlets.Count); break;
                case PlanField.Reports: Number(field, _reports.Count); break;
                case PlanField.FirstReportedOn: Value(field, earliest); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    /// <summary>The report that is no copy of another, over `republishes`.</summary>
    private NodeRef RootOf(NodeRef report)
    {
        var root = report;
        for (var i = 0; i <= EvidenceRoles.MostCopies; i++)
        {
            if (OtherEnd(root, Roles.Republishes) is not { } original)
                return root;
            root = original;
        }
        return report;
    }
}
