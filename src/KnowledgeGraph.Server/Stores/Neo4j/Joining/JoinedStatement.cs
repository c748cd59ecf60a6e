using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;

namespace KnowledgeGraph.Server.Stores.Neo4j.Joining;

/// <summary>The reads that one statement answers. It is stopped when nobody waits for it.</summary>
internal sealed class JoinedStatement : IRowTarget, IDisposable
{
    private readonly List<WaitingRead> _reads = [];
    private readonly CancellationTokenSource _stop = new();
    /// <summary>How many wait, and one more while reads are added.</summary>
    private int _waiting = 1;

    public IReadOnlyList<WaitingRead> Reads => _reads;

    public CancellationToken Stop => _stop.Token;

    /// <summary>Adds a read, unless it is not wanted any more.</summary>
    public void Add(WaitingRead read)
    {
        Interlocked.Increment(ref _waiting);
        if (read.Join(this))
            _reads.Add(read);
        else
            Interlocked.Decrement(ref _waiting);
    }

    /// <summary>All reads were added.</summary>
    public void Close() => Leave();

    public void Leave()
    {
        if (Interlocked.Decrement(ref _waiting) == 0)
            _stop.Cancel();
    }

    // {"rows":[{"p0":"country:PAN"},{"p0":"country:MEX"}]}
    public void WriteParameters(Utf8JsonWriter json) => Rows.Of(_reads, (writer, read) => read.WriteParameters(writer))(json);

    // [1,["country:MEX","Mexico"]]
    public void Read<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct
    {
        row.Expect(RowToken.StartList);
        row.Read();
        var place = row.Int32;
        row.Read();
        _reads[place].WriteResponse(ref row);
        row.Read();
    }

    public void Dispose() => _stop.Dispose();
}
