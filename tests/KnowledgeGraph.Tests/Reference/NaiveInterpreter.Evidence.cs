using System.Text.Json.Nodes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>Claims, their reports and how many origins these have. Evidence is what is known: it does not vanish under @asOf. Origins are read from the whole graph.</summary>
internal sealed partial class NaiveInterpreter
{
    private string? Stance(string claim) => _graph.Find(claim)!.Text("stance");

    private NaiveNode? To(string from, string type) =>
        _whole.Links.Find(l => l.Record.Type.Name == type && l.Record.From == from) is { } link ? _whole.Find(link.Record.To) : null;

    /// <summary>"by their report's date, then id"</summary>
    private List<NaiveNode> EvidenceOf(IEnumerable<string> claims) => claims.Distinct().Select(c => _graph.Find(c)!).Sorted((left, right) =>
        NaiveOrder.NoneLast(To(left.Id, "STATED_IN")?.Text("publishedOn"), To(right.Id, "STATED_IN")?.Text("publishedOn")) is not 0 and var order
            ? order : NaiveOrder.ByCodePoint(left.Id, right.Id));

    private NaiveNode RootOf(NaiveNode report)
    {
        while (To(report.Id, "REPUBLISHES") is { } original)
            report = original;
        return report;
    }

    private JsonNode? ResolveCorroboration(Corroboration corroboration, FieldMeaning meaning) =>
        Json(Corroborated(corroboration.Claims, ((FieldMeaning.Leaf)meaning).What) is var value && value is double number ? (long)number : value);

    /// <summary>A number, a date or null.</summary>
    private object? Corroborated(IEnumerable<string> claims, Leaf what)
    {
        var reports = claims.Where(c => Stance(c) == "ASSERTS").Select(c => All(c, "STATED_IN").FirstOrDefault(r => _graph.Find(r.Id) is not null)).OfType<NaiveNode>()
            .DistinctBy(r => r.Id).ToList();
        return what switch
        {
            Leaf.IndependentOrigins => (double)Origins(reports).Count(),
            Leaf.Outlets => (double)reports.Select(r => To(r.Id, "PUBLISHED_BY")?.Id).OfType<string>().Distinct().Count(),
            Leaf.Reports => (double)reports.Count,
            Leaf.FirstReportedOn => NaiveTime.EarliestByLastDay(reports.Concat(reports.ConvertAll(RootOf)).Select(r => r.Text("publishedOn")).OfType<string>()),
            _ => throw new NotSupportedException(what.ToString()),
        };
    }
}
