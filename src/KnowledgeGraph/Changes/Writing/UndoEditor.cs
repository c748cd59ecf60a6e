using KnowledgeGraph.History;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Reverses a recorded change.</summary>
internal sealed class UndoEditor(WriteContext context)
{
    /// <exception cref="NotPermittedException">The change is that of somebody else, which the author may not undo.</exception>
    /// <exception cref="TooManyEntriesException">The change is too large.</exception>
    public void Undo(WriteInput input)
    {
        var (id, location) = (input.Text("id"), input.LocationOf("id"));
        if (ChangeId.VersionOf(id) is not { } version || context.Stored.FindChange(version) is not { } change)
        {
            context.Report(ChangeErrorCode.NotFound, location, $"There is no change with the id \"{id}\".");
            return;
        }
        if (change.By != context.Author.Subject && !context.Author.IsAdmin)
            throw new NotPermittedException($"{id} is a change of {change.By ?? "the operator"}. To undo the changes of others, you need the scope `graph:admin`.");
        if (change.UndoneBy is { } other)
        {
            context.Report(ChangeErrorCode.ChangedSince, location, $"{id} was undone by {ChangeId.Of(other)}. To do it again, undo that change.", other);
            return;
        }
        if (change.Entries > WriteOperation.MaxEntries)
            throw new TooManyEntriesException(change.Entries);
        new PatchEditor(context, location).Apply([.. context.Stored.EntriesOf(version).Select(e => Patch.Of(e, context.Model).Reversed)]);
    }
}
