using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Writing;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Operations;

/// <summary>Runs mutations: commits what they write, and writes their responses.</summary>
internal sealed class WriteRunner(IGraphStore store)
{
    /// <exception cref="GraphErrorException">The operation changes more than one operation may.</exception>
    /// <exception cref="StoreUnavailableException">The store did not confirm the commit. In rare cases it was made all the same.</exception>
    public async ValueTask Run(BoundWrite write, DateOnly today, string? bookmark, ResponseBuffer answer, CancellationToken stop)
    {
        try
        {
            await store.Commit(write.Propose(), new CommitResponse(write.Response, today, answer, write.IsDryRun), stop);
        }
        catch (ChangeRefusedException refused)
        {
            // What is wrong is part of the response, which reads the graph as it is.
            write.Refuse(refused);
            await store.Answer(write.Response(WriteOutcome.Nothing), today, answer, bookmark, stop);
        }
        catch (NotPermittedException e)
        {
            throw AccessRefusal.NotPermitted(e.Message);
        }
        catch (TooManyEntriesException e)
        {
            throw new GraphErrorException(e.Message, ErrorCodes.TooManyEntries, new(Given: e.Found, Allowed: WriteOperation.MaxEntries));
        }
        catch (StoreException e)
        {
            throw new StoreUnavailableException("The store did not confirm the change. Read what it should have changed before you send it again.", e);
        }
    }
}
