using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace KnowledgeGraph.Server.Importing;

/// <summary>What a file that was read says about how it is to be imported.</summary>
/// <param name="State">The file as it was read.</param>
/// <param name="Stages">The stages, in their order.</param>
/// <param name="LeftOut">Whether a line is left out, because it has errors or says what another line says.</param>
/// <param name="Exchanged">The lines of <see cref="ImportStage.Exchanges"/>.</param>
internal sealed record ImportPlan(FileState State, ImmutableArray<ImportStage> Stages, Func<int, bool> LeftOut, IReadOnlySet<int> Exchanged)
{
    /// <summary>Reads the batches of a stage. The next ones are read while the caller is busy with one.</summary>
    /// <param name="after">The line after which to begin.</param>
    public async IAsyncEnumerable<ImportBatch> Read(
        IRecordReader reader, ImportErrors errors, ImportStage stage, int after, ImportProgress progress, [EnumeratorCancellation] CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var batches = Channel.CreateBounded<ImportBatch>(2);
        var reading = Task.Run(async () =>
        {
            try
            {
                foreach (var batch in Split(reader.Read(errors, progress).Where(r => r.Line > after && !LeftOut(r.Line) && IsOf(stage, r)), IsWhole(stage)))
                    await batches.Writer.WriteAsync(batch, ended.Token);
                if (reader.State != State)
                    throw new ImportException($"{reader.File}: The file was changed while it was read. Import it again.");
                batches.Writer.Complete();
            }
            catch (Exception e)
            {
                batches.Writer.Complete(e);
            }
        }, CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(stop))
                yield return batch;
        }
        finally
        {
            await ended.CancelAsync();
            await reading;
        }
    }

    private static bool IsWhole(ImportStage stage) => stage is ImportStage.Exchanges or ImportStage.Redirects;

    private bool IsOf(ImportStage stage, ImportRecord record) => stage switch
    {
        ImportStage.Exchanges => Exchanged.Contains(record.Line),
        ImportStage.Records => record is not ImportRecord.Merged,
        ImportStage.Nodes => record is ImportRecord.Node,
        ImportStage.Relationships => record is ImportRecord.Relationship,
        ImportStage.Redirects => record is ImportRecord.Merged,
        _ => throw new System.Diagnostics.UnreachableException($"{stage}"),
    };

    private static IEnumerable<ImportBatch> Split(IEnumerable<ImportRecord> records, bool isWhole)
    {
        var (batch, bytes) = (ImmutableArray.CreateBuilder<ImportRecord>(), 0);
        foreach (var record in records)
        {
            if (!isWhole && batch.Count > 0 && (batch.Count == ImportBatch.MaxRecords || bytes + record.Source.Length > ImportBatch.MaxBytes))
            {
                yield return new ImportBatch(batch.DrainToImmutable());
                bytes = 0;
            }
            batch.Add(record);
            bytes += record.Source.Length;
        }
        if (batch.Count > 0)
            yield return new ImportBatch(batch.DrainToImmutable()) { IsLast = true };
    }
}
