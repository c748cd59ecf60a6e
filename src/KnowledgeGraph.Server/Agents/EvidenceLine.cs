namespace KnowledgeGraph.Server.Agents;

/// <summary>A claim as the evidence of an answer.</summary>
/// <param name="N">The number by which a text cites it.</param>
/// <param name="Claim">The id of the claim.</param>
/// <param name="Date">The date of the report.</param>
/// <param name="Quote">The words of the report; null if the graph has none.</param>
/// <param name="Statement">The statement in the words of the graph.</param>
/// <param name="Url">The report at the quoted words, or the report; null if the graph has no address.</param>
/// <param name="IsDenial">Whether it denies what it is evidence for.</param>
/// <param name="IsInferred">Whether the statement goes beyond the words of the report.</param>
internal sealed record EvidenceLine(
    int N, string Claim, string? Outlet, string? Date, string? Quote, string Statement, string? Url, bool IsDenial, bool IsInferred)
{
    // [1] CBS News, 2024-07-01: "Ecuador also recently imposed visa requirements for Chinese migrants" https://… (claim:SA17)
    public override string ToString() => $"[{N}] {string.Join(", ", Sources())}: {string.Join(' ', Words())} ({Claim})".ReplaceLineEndings(" ");

    private IEnumerable<string> Sources()
    {
        yield return Outlet ?? "source unknown";
        if (Date is not null)
            yield return Date;
        if (IsDenial)
            yield return "denies it";
        if (IsInferred)
            yield return "inferred";
    }

    private IEnumerable<string> Words()
    {
        yield return Quote is null ? Statement : $"\"{Quote}\"";
        if (Url is not null)
            yield return Url;
    }
}
