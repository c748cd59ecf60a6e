using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgeGraph.Server.Importing;

/// <summary>How far an import has come. It is the note of each commit, so that it is written together with the records.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Line">The last line of the stage that is committed.</param>
internal sealed partial record ImportPosition(string File, ImportStage Stage, int Line, FileState State)
{
    // "graph.jsonl: records to line 5000 of 812345 (9f3a…)"
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{File}: {Stage.ToString().ToLowerInvariant()} to line {Line} of {State.Lines} ({State.Hash:x32})");

    /// <returns>Null if the note of a change is not one of an import.</returns>
    public static ImportPosition? Parse(string? note) => note is not null && Pattern().Match(note) is { Success: true } match
        && Enum.TryParse<ImportStage>(match.Groups["stage"].Value, ignoreCase: true, out var stage)
        ? new(
            match.Groups["file"].Value, stage, int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture),
            new(UInt128.Parse(match.Groups["hash"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), int.Parse(match.Groups["lines"].Value, CultureInfo.InvariantCulture)))
        : null;

    [GeneratedRegex(@"^(?<file>.+): (?<stage>[a-z]+) to line (?<line>\d{1,9}) of (?<lines>\d{1,9}) \((?<hash>[0-9a-f]{32})\)$")]
    private static partial Regex Pattern();
}
