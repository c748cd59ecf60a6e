using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Commits a file that was checked, in batches. Each commit notes how far it has come.</summary>
internal sealed class Importer(IGraphStore store, IRecordReader reader, string name, ImportPlan plan, ImportErrors errors)
{
    private readonly ImportTally _tally = new();

    /// <summary>Continues after the last commit if that was one of an import of this file that did not end, and nothing was committed since.</summary>
    /// <param name="said">Receives what the user should know.</param>
    public async Task<ImportTally> Run(ImportProgress progress, Action<string> said, CancellationToken stop)
    {
        var (first, after) = await FindStart(said, stop);
        foreach (var stage in plan.Stages.Skip(first))
        {
            await foreach (var batch in plan.Read(reader, errors, stage, after, progress, stop))
                await Commit(batch, stage, stop);
            after = 0;
        }
        return _tally;
    }

    private async Task Commit(ImportBatch batch, ImportStage stage, CancellationToken stop)
    {
        var position = new ImportPosition(name, stage, batch.IsLast ? plan.State.Lines : batch.Records[^1].Line, plan.State);
        try
        {
            var committed = await store.Commit(new ProposedChange(batch.Given, batch.Complete) { Note = position.ToString() }, stop);
            _tally.Add(committed.Entries);
        }
        catch (ChangeRefusedException e)
        {
            // The file was valid: somebody has changed the graph since it was checked.
            throw new ImportException($"{string.Join('\n', e.Errors)}\nThe graph was changed since the file was checked. What comes before line {batch.Records[0].Line} is imported. Import the file again.");
        }
    }

    private async Task<(int Stage, int After)> FindStart(Action<string> said, CancellationToken stop)
    {
        if (await LastCommit(stop) is not { } last || last.File != name || (last.Line == last.State.Lines && last.Stage == plan.Stages[^1]))
            return (0, 0);
        if (last.State != plan.State)
        {
            said($"{reader.File}: The file was changed since an import of it stopped at line {last.Line}. It is imported from its beginning.");
            return (0, 0);
        }
        // Exchanged values that are committed are no exchange any more.
        if (plan.Stages.IndexOf(last.Stage) is var stage && stage < 0)
            return (0, 0);
        said($"{reader.File}: Continues after line {last.Line}, where the last import stopped.");
        return (stage, last.Line);
    }

    /// <summary>The position that the last commit of the graph noted; null if another change was the last.</summary>
    private async Task<ImportPosition?> LastCommit(CancellationToken stop)
    {
        var version = (await store.State(stop)).Version;
        ImportPosition? position = null;
        await store.Commit(new ProposedChange(ChangeSet.Empty, graph =>
        {
            position = graph.FindChange(version) is { Kind: "IMPORT" } change ? ImportPosition.Parse(change.Note) : null;
            return ChangeSet.Empty;
        }), stop);
        return position;
    }
}
