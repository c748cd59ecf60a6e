using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Changes.Review;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>
/// The writes of one operation, which become one commit or none. It is decided during the commit, against the graph as it is then, and may be
/// decided again if the commit is tried again.
/// </summary>
public sealed class WriteOperation
{
    /// <summary>The maximum number of nodes, relationships and claims that an operation may change.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>The maximum number of warnings of a write. One more says how many are left out.</summary>
    private const int MaxWarnings = 100;

    private readonly GraphModel _model;
    private readonly ImmutableArray<Write> _writes;
    private readonly Author _author;
    private readonly DateOnly? _reviewOn;

    /// <param name="reviewOn">The date on which doubtful values are looked for; null if nobody asks for warnings.</param>
    public WriteOperation(GraphModel model, ImmutableArray<Write> writes, Author author, DateOnly? reviewOn = null) =>
        (_model, _writes, _author, _reviewOn, Results) = (model, writes, author, reviewOn, [.. writes.Select(_ => new WriteResult())]);

    /// <summary>What came of each write, once the operation was decided.</summary>
    public ImmutableArray<WriteResult> Results { get; private set; }

    /// <summary>Whether a write was refused. Then nothing is committed.</summary>
    public bool IsRefused => Results.Any(r => r.Errors.Count > 0);

    /// <summary>The operation as a change. If it is refused, pass the errors to <see cref="Refuse"/>.</summary>
    /// <param name="note">What the author says about it.</param>
    /// <param name="proposal">How it is to be proposed for review; null if it is to be committed.</param>
    public ProposedChange Propose(string? note, NewProposal? proposal = null) => new(ChangeSet.Empty, Decide)
    {
        Kind = Alone?.Kind switch
        {
            WriteKind.Undo => CommitKind.Undo,
            WriteKind.AcceptProposal => CommitKind.Proposal,
            _ when _writes.All(w => w.Kind is WriteKind.MergeNodes) => CommitKind.Merge,
            _ => CommitKind.Mutation,
        },
        By = _author.Subject,
        Note = note,
        Undoes = Alone is { Kind: WriteKind.Undo } undo ? ChangeId.VersionOf(undo.Input.Text("id")) : null,
        Proposal = proposal,
        IsReview = Alone?.Kind is WriteKind.AcceptProposal or WriteKind.RejectProposal or WriteKind.WithdrawProposal,
        Review = () => Results.FirstOrDefault()?.Review,
    };

    /// <summary>The write that must be the only one of its operation; null for other operations.</summary>
    private Write? Alone => _writes.FirstOrDefault(w => w.Kind.StandsAlone);

    /// <summary>Gives each write the errors that are its own.</summary>
    public void Refuse(IReadOnlyList<ChangeError> errors) => Results = [.. _writes.Select((_, i) => new WriteResult { Errors = ErrorsOf(i, errors) })];

    private ChangeSet Decide(IStoredGraph stored)
    {
        var context = new WriteContext(_model, stored, _author);
        var results = new WriteResult[_writes.Length];
        for (var i = 0; i < results.Length; i++)
            results[i] = Run(_writes[i], context);
        var changes = context.Working.Changes();
        // The relationships of a deleted node count too.
        var all = changes.Expand(stored);
        var entries = all.Nodes.Length + all.Relationships.Length + all.RemovedNodes.Length + all.RemovedRelationships.Length + all.Redirects.ExceptBy(all.RemovedNodes, r => r.From).Count();
        if (entries > MaxEntries)
            throw new TooManyEntriesException(entries);
        var errors = context.AllErrors(changes);
        if (!errors.IsEmpty)
            throw new ChangeRefusedException(errors);
        Results = _reviewOn is { } day ? WithWarnings(results, ChangeReview.Warnings(_model, changes, stored, day)) : [.. results];
        return changes;
    }

    private static ImmutableArray<WriteResult> WithWarnings(WriteResult[] results, IReadOnlyList<ChangeWarning> warnings)
    {
        var texts = warnings.ToLookup(w => WriteAt(w.Location), w => w.Message);
        return [.. results.Select((result, i) => result with { Warnings = Some([.. texts[i].Distinct()]) })];
    }

    private static ImmutableArray<string> Some(ImmutableArray<string> warnings) =>
        warnings.Length <= MaxWarnings ? warnings : [.. warnings.Take(MaxWarnings), $"There are {warnings.Length - MaxWarnings} more."];

    private static WriteResult Run(Write write, WriteContext context)
    {
        var nodes = new NodeEditor(context);
        var relationships = new RelationshipEditor(context, new EvidenceEditor(context, nodes));
        var input = write.Input;
        switch (write.Kind)
        {
            case WriteKind.CreateNode(var type):
                var created = nodes.Create(type, input);
                if (created is not null)
                    relationships.AddAll(type, created, input);
                return new() { Id = created };
            case WriteKind.UpdateNode(var type):
                if (context.FindNode(type, input) is not { } updated)
                    return new();
                nodes.Update(updated, input.Object("set")!);
                return new() { Id = updated.Id };
            case WriteKind.DeleteNode(var type):
                if (context.FindNode(type, input) is not { } deleted)
                    return new();
                nodes.Delete(deleted, input);
                return new() { DeletedId = deleted.Id };
            case WriteKind.AddRelationship:
                var name = input.Names.First();
                return new() { Id = relationships.Add(context.Model.RelationshipTypes.First(t => t.FieldName == name), input.Object(name)!) };
            case WriteKind.UpdateRelationship:
                return new() { Id = context.FindRelationship(input) is { } changed ? relationships.Update(changed, input) : null };
            case WriteKind.RemoveRelationship:
                if (context.FindRelationship(input) is not { } removed)
                    return new();
                relationships.Remove(removed);
                return new() { DeletedId = removed.Key };
            case WriteKind.MergeNodes: return new MergeEditor(context).Merge(input);
            case WriteKind.Undo:
                new UndoEditor(context).Undo(input);
                return new();
            case WriteKind.AcceptProposal: return new() { Review = new ReviewEditor(context).Accept(input) };
            case WriteKind.RejectProposal: return new() { Review = new ReviewEditor(context).Reject(input) };
            case WriteKind.WithdrawProposal: return new() { Review = new ReviewEditor(context).Withdraw(input) };
            default: throw new UnreachableException($"{write.Kind}");
        }
    }

    /// <summary>The errors of one write, with locations that begin with `input`. Errors without a location are those of the first write.</summary>
    private static ImmutableArray<ChangeError> ErrorsOf(int write, IReadOnlyList<ChangeError> errors) =>
    [
        .. from error in errors
           where WriteAt(error.Location) == write
           select error with { Location = error.Location is JsonLocation location ? location with { Path = location.Path.RemoveAt(0) } : new JsonLocation(["input"]) },
    ];

    /// <summary>The position of the write at a location; the first one if there is no location.</summary>
    private static int WriteAt(ChangeLocation? location) => location is JsonLocation { Path: [var write, ..] } ? int.Parse(write, CultureInfo.InvariantCulture) : 0;
}

/// <summary>An operation changes more nodes, relationships and claims than one operation may.</summary>
public sealed class TooManyEntriesException(int found) : Exception($"The operation changes {found} nodes, relationships and claims, but at most {WriteOperation.MaxEntries} are allowed.")
{
    public int Found { get; } = found;
}
