using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Checks a whole file against itself, the model and the graph, before any of it is imported.</summary>
/// <param name="skips">Whether lines with errors are skipped, and with them the lines that need them.</param>
/// <param name="counts">Whether to count what the import would change.</param>
internal sealed class ImportCheck(GraphModel model, IGraphStore store, IRecordReader reader, ImportErrors errors, bool skips, bool counts)
{
    private readonly FileIndex _index = new(model, reader.File, errors);

    /// <summary>What the import would change; nothing if that is not counted.</summary>
    public ImportTally Tally { get; } = new();

    /// <summary>Finds all errors.</summary>
    public async Task<ImportPlan> Run(ImportProgress progress, CancellationToken stop)
    {
        foreach (var record in reader.Read(errors, progress))
        {
            stop.ThrowIfCancellationRequested();
            _index.Add(record);
        }
        var plan = new ImportPlan(reader.State, _index.Stages, line => errors.Has(line) || _index.Repeated.Contains(line), _index.Exchanged);
        progress.Expect(1 + 2 * plan.Stages.Length);
        foreach (var stage in plan.Stages)
            await foreach (var batch in plan.Read(reader, errors, stage, after: 0, progress, stop))
                await Check(batch, stop);
        return _index.Exchanged.Count == 0 ? plan : plan with { Stages = [ImportStage.Exchanges, .. plan.Stages] };
    }

    private async Task Check(ImportBatch batch, CancellationToken stop)
    {
        while (batch.Records.Length > 0)
        {
            var found = await Find(batch, stop);
            foreach (var (record, location, message) in found)
                errors.Add(record, location, message);
            if (found.Count == 0 || !skips)
                return;
            // Without the lines that are wrong, others may be wrong that need them.
            batch = new ImportBatch([.. batch.Records.Where(r => !errors.Has(r.Line))]);
        }
    }

    private async Task<List<(int Line, FileLocation Location, string Message)>> Find(ImportBatch batch, CancellationToken stop)
    {
        var own = batch.Records.OfType<ImportRecord.Node>().Select(r => r.Record.Id).ToHashSet();
        var redirects = ImmutableArray<Redirect>.Empty;
        var (found, entries, fields) = (new List<ChangeError>(), new List<ChangeEntry>(), new List<(RelationshipRecord, RelationshipField, string)>());
        // The store lets the change decide with the graph that it asks for, as often as it asks for more; it changes nothing.
        await store.Commit(new ProposedChange(batch.Given, graph =>
        {
            var all = new FileGraph(graph, _index, own, model.Evidence.Republishes);
            var changes = batch.Complete(graph);
            found = [.. skips ? Skipped(changes, graph) : [], .. ChangeSetValidator.Validate(model, changes, all), .. store.Check(changes)];
            fields = [.. SingularFields(changes, graph)];
            entries = counts ? [.. ImportBatch.EntriesOf(changes, graph)] : [];
            redirects = changes.Redirects;
            return ChangeSet.Empty;
        }), stop);
        var lines = batch.Records.ToDictionary(r => r.Line);
        ImportRecord RecordAt(ChangeLocation? location) => lines[((FileLocation)location!).Line];
        var located = found.Select(e => (RecordAt(e.Location).Line, Locate(RecordAt(e.Location), e), e.Message)).ToList();
        var wrong = located.Select(e => e.Line).ToHashSet();
        foreach (var (relationship, field, owner) in fields)
            if (RecordAt(relationship.Location) is var record && !wrong.Contains(record.Line) && _index.Occupy(field, owner, record.Line) is { } first)
                located.Add((record.Line, record.Source.Locate(field.Direction == Direction.Out ? RecordLine.To : RecordLine.From), $"{owner}: `{field.Name}` must have at most one value, but line {first} gives another one."));
        if (located.Count == 0)
            Tally.Add(entries, redirects);
        return located;
    }

    private static FileLocation Locate(ImportRecord record, ChangeError error) => record.Source.Locate(error switch
    {
        { Field: "evidence" } => RecordLine.Claims,
        { Field: "id" } when record is ImportRecord.Merged => RecordLine.Redirect,
        { Code: ChangeErrorCode.NotFound } when record is ImportRecord.Merged => RecordLine.To,
        _ => error.Field,
    });

    /// <summary>Errors for what needs a node that is skipped and that the graph does not have.</summary>
    private IEnumerable<ChangeError> Skipped(ChangeSet changes, IStoredGraph graph)
    {
        foreach (var relationship in changes.Relationships)
            foreach (var (id, field) in (IEnumerable<(string, string)>)
                [(relationship.From, RecordLine.From), (relationship.To, RecordLine.To), .. relationship.Claims.Select(c => (c, "evidence")), .. relationship.References.Select(r => (r.Id, r.Property.Name))])
                if (_index.FindNode(id) is var (_, line) && errors.Has(line) && graph.FindNode(id) is null)
                    yield return new(ChangeErrorCode.NotFound, relationship.Location, $"{relationship.From} {relationship.Type.Name} {relationship.To}: The line needs {id} of line {line.ToString(CultureInfo.InvariantCulture)}, which was skipped.") { Field = field };
        foreach (var redirect in changes.Redirects)
            if (_index.FindNode(redirect.Into) is var (_, line) && errors.Has(line) && graph.FindNode(redirect.Into) is null)
                yield return new(ChangeErrorCode.NotFound, redirect.Location, $"{redirect.From}: The line needs {redirect.Into} of line {line.ToString(CultureInfo.InvariantCulture)}, which was skipped.") { Field = RecordLine.To };
    }

    /// <summary>The fields that can have one relationship only, with their owners.</summary>
    private IEnumerable<(RelationshipRecord, RelationshipField, string)> SingularFields(ChangeSet changes, IStoredGraph graph) =>
        from relationship in changes.Relationships
        from field in relationship.Type.Fields
        where !field.IsList
        let isOut = field.Direction == Direction.Out
        let owner = isOut ? relationship.From : relationship.To
        where TypeOf(owner, graph) is { } type && field.Owner.Members.Contains(type)
            && TypeOf(isOut ? relationship.To : relationship.From, graph) is { } other && field.Target.Members.Contains(other)
        select (relationship, field, owner);

    private NodeType? TypeOf(string id, IStoredGraph graph) => _index.FindNode(id)?.Type ?? graph.FindNode(id)?.Type;
}
