using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Stores what a file that was checked would change as one proposal.</summary>
internal sealed class ImportProposal(IGraphStore store, IRecordReader reader, ImportPlan plan, ImportErrors errors)
{
    /// <param name="tally">What the file would change.</param>
    /// <exception cref="ImportException">The proposal would be too large.</exception>
    public async Task<ImportTally> Store(ImportTally tally, ImportProgress progress, CancellationToken stop)
    {
        if (tally.Changes > WriteOperation.MaxEntries)
            throw new ImportException($"{reader.File}: A proposal can change at most {WriteOperation.MaxEntries} nodes and relationships, but this one would change {tally.Changes}. Split the file.");
        if (plan.Stages.Contains(ImportStage.Redirects))
            throw new ImportException($"{reader.File}: Ids of merged nodes cannot be proposed. Leave out the lines with `redirect`.");
        if (tally.Changes == 0)
            return tally;
        var all = ChangeSet.Empty;
        foreach (var stage in plan.Stages.Where(s => s != ImportStage.Exchanges))
            await foreach (var batch in plan.Read(reader, errors, stage, after: 0, progress, stop))
            {
                var changed = await Changed(batch, stop);
                all = all with { Nodes = all.Nodes.AddRange(changed.Nodes), Relationships = all.Relationships.AddRange(changed.Relationships) };
            }
        await store.Commit(ProposedChange.Of(all) with { Proposal = new NewProposal($"Import of {Path.GetFileName(reader.File)}") }, stop);
        return tally;
    }

    /// <summary>The records of a batch that differ from those of the graph.</summary>
    private async Task<ChangeSet> Changed(ImportBatch batch, CancellationToken stop)
    {
        var changed = ChangeSet.Empty;
        await store.Commit(new ProposedChange(batch.Given, graph =>
        {
            var entries = ImportBatch.EntriesOf(batch.Complete(graph), graph).ToList();
            changed = new()
            {
                Nodes = [.. entries.OfType<NodeEntry>().Select(e => e.After!)],
                Relationships = [.. entries.OfType<RelationshipEntry>().Select(e => e.After!)],
            };
            return ChangeSet.Empty;
        }), stop);
        return changed;
    }
}
