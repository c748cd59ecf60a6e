using System.Runtime.CompilerServices;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j.Joining;

/// <summary>
/// Joins reads of one plan. While some run, those that come wait, and the next statement answers them all: a lookup costs Neo4j much less than a statement
/// does. A read that comes alone runs alone, at once.
/// </summary>
internal sealed class JoinedReads(INeo4jClient client)
{
    /// <summary>The maximum number of reads that one statement answers.</summary>
    internal const int MostTogether = 64;
    /// <summary>How many statements of one plan run at the same time: while the responses of one are written, another one runs in Neo4j.</summary>
    internal const int MostAtOnce = 2;

    private readonly ConditionalWeakTable<CompiledPlan, Turns> _turns = [];

    private sealed class Turns
    {
        public Lock Lock { get; } = new();
        public int Running { get; set; }
        public Queue<WaitingRead> Waiting { get; } = new();
    }

    /// <summary>Writes the response to a read.</summary>
    /// <param name="alone">Runs the read by itself.</param>
    public async ValueTask Read(CompiledPlan compiled, WaitingRead read, Func<ValueTask> alone, CancellationToken stop)
    {
        var turns = _turns.GetOrCreateValue(compiled);
        var hasTurn = false;
        lock (turns.Lock)
        {
            if (turns.Running < MostAtOnce)
            {
                turns.Running++;
                hasTurn = true;
            }
            else
                turns.Waiting.Enqueue(read);
        }
        if (!hasTurn)
        {
            if (!await read.Answered(stop))
                await alone();
            return;
        }
        try
        {
            await alone();
        }
        finally
        {
            _ = Continue(compiled.Joined!, turns);
        }
    }

    /// <summary>Answers those that wait until nobody does.</summary>
    private async Task Continue(Statement statement, Turns turns)
    {
        while (Next(turns) is { } next)
            using (next)
                await Run(statement, next);
    }

    /// <summary>Takes those that waited longest and read with the same bookmarks; null if nobody waits, which ends the turn.</summary>
    private static JoinedStatement? Next(Turns turns)
    {
        lock (turns.Lock)
        {
            var next = new JoinedStatement();
            string[]? bookmarks = null;
            while (next.Reads.Count < MostTogether && turns.Waiting.TryPeek(out var read) && (bookmarks is null || bookmarks.AsSpan().SequenceEqual(read.Bookmarks)))
            {
                bookmarks = read.Bookmarks;
                next.Add(turns.Waiting.Dequeue());
            }
            if (next.Reads.Count > 0)
            {
                next.Close();
                return next;
            }
            next.Dispose();
            if (turns.Waiting.Count == 0)
            {
                turns.Running--;
                return null;
            }
        }
        // Those that were taken are not wanted any more.
        return Next(turns);
    }

    private async Task Run(Statement statement, JoinedStatement next)
    {
        try
        {
            await client.Read(statement, next.WriteParameters, next.Reads[0].Bookmarks, next, next.Stop);
            foreach (var read in next.Reads)
                read.End();
        }
        catch (QueryException e) when (!e.IsTransient)
        {
            // It may be about one of them only.
            foreach (var read in next.Reads)
                read.Repeat();
        }
        catch (Exception e)
        {
            foreach (var read in next.Reads)
                read.Fail(e);
        }
    }
}
