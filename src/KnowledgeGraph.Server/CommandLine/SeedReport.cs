using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>A node or relationship that a run of the seed changed.</summary>
internal sealed record SeedLine(ChangeKind Kind, string Id, bool IsRelationship, IReadOnlyList<string> Fields)
{
    public static SeedLine Of(ChangeEntry entry) => new(entry.Kind, entry.Id, entry.Ends is not null, entry.Kind == ChangeKind.Changed ? [.. entry.Fields.Select(f => f.Name)] : []);
}

/// <summary>Prints what a run of the seed did, or would do, and its conflicts.</summary>
internal sealed class SeedReport(ImmutableArray<SeedLine> entries, ImmutableArray<string> conflicts, bool isDryRun)
{
    /// <summary>The maximum number of lines for what was added, for what was changed, and for what was removed.</summary>
    private const int MaxLines = 20;

    private const int MaxConflicts = 200;

    public void WriteChanges(TextWriter output, string seed, string store)
    {
        if (entries.IsEmpty)
        {
            output.WriteLine($"Nothing {(isDryRun ? "would change" : "changed")}: {store} already has all of {seed}{(conflicts.IsEmpty ? "" : " except the conflicts")}");
            return;
        }
        output.WriteLine($"{(isDryRun ? "Would load" : "Loaded")} {seed} into {store}");
        Write(output, ChangeKind.Added, isDryRun ? "would add" : "added");
        Write(output, ChangeKind.Changed, isDryRun ? "would change" : "changed");
        Write(output, ChangeKind.Removed, isDryRun ? "would remove" : "removed");
    }

    private void Write(TextWriter output, ChangeKind kind, string verb)
    {
        var some = entries.Where(e => e.Kind == kind).ToList();
        if (some.Count == 0)
            return;
        output.WriteLine($"  {verb} {SeedCommand.Count(some.Count(e => !e.IsRelationship), "node")} and {SeedCommand.Count(some.Count(e => e.IsRelationship), "relationship")}:");
        foreach (var entry in some.Take(MaxLines))
            output.WriteLine(kind == ChangeKind.Changed ? $"    {entry.Id}: {string.Join(", ", entry.Fields)}" : $"    {entry.Id}");
        if (some.Count > MaxLines)
            output.WriteLine($"    and {some.Count - MaxLines} more");
    }

    public void WriteConflicts(TextWriter output, ConflictChoice choice)
    {
        foreach (var conflict in conflicts.Take(MaxConflicts))
            output.WriteLine(conflict);
        if (conflicts.Length > MaxConflicts)
            output.WriteLine($"and {conflicts.Length - MaxConflicts} more");
        if (!conflicts.IsEmpty)
            output.WriteLine($"{SeedCommand.Count(conflicts.Length, "conflict")}, left as in the graph. {Advice(choice)}");
    }

    private static string Advice(ConflictChoice choice) => choice == ConflictChoice.Theirs
        ? "Change what needs these records first, or run `seed --ours` to keep them."
        : "Run `seed --ours` to keep what the graph holds, or `seed --theirs` to take what the seed says.";
}
