using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;

// Writes without end to the store in the folder given, to be killed at any moment. Several writers work at once, each on nodes of its own. Every step that
// the store has acknowledged is printed: the run, the writer, the step and the version after it.
const int Writers = 4;
var model = GraphModel.Load();
var objective = model.FindNodeType("Objective")!;
try
{
    using IGraphStore store = EmbeddedStore.Open(args[0], model, TimeProvider.System);
    var run = store.Version!.Value;
    var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
    await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(store, run, writer, output))));
    return 0;
}
catch (StoreException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

// Each node is created, changed and changed back by an undo. Then a change of it is proposed and accepted, and the node is deleted.
async Task Write(IGraphStore store, long run, int writer, TextWriter output)
{
    var (changed, proposal) = (0L, 0L);
    for (var step = 0; ; step++)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"objective:{run}-{writer}-{step / 6}");
        var version = 0L;
        switch (step % 6)
        {
            case 0: version = await Commit(new WriteKind.CreateNode(objective), new() { ["id"] = id, ["name"] = id, ["theme"] = "new" }); break;
            case 1: changed = version = await Commit(new WriteKind.UpdateNode(objective), new() { ["id"] = id, ["set"] = Set("changed") }); break;
            case 2: version = await Commit(new WriteKind.Undo(), new() { ["id"] = $"change:{changed}" }); break;
            case 3: version = await Commit(new WriteKind.UpdateNode(objective), new() { ["id"] = id, ["set"] = Set("accepted") }, new NewProposal(id)); break;
            case 4:
                proposal = await NumberOf(id);
                version = await Commit(new WriteKind.AcceptProposal(), new() { ["id"] = $"proposal:{proposal}" });
                break;
            default: version = await Commit(new WriteKind.DeleteNode(objective), new() { ["id"] = id }); break;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run} {writer} {step} {version}"));
    }

    async Task<long> Commit(WriteKind kind, Dictionary<string, object?> input, NewProposal? made = null)
    {
        var operation = new WriteOperation(model, [new Write(kind, WriteInput.Of(input, 0))], new Author($"writer {writer}", IsAdmin: true));
        return (await store.Commit(operation.Propose(note: null, made), response: null, CancellationToken.None)).Version;
    }

    async Task<long> NumberOf(string title)
    {
        var open = await store.ProposalNumbers([KnowledgeGraph.History.ProposalStatus.Open], CancellationToken.None);
        return (await store.Proposals(open, withConflicts: false, CancellationToken.None)).Single(p => p.Proposal.Title == title).Proposal.Number;
    }
}


static Dictionary<string, object?> Set(string theme) => new() { ["theme"] = theme };
