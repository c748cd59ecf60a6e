using System.Text.Json;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores.Neo4j.Joining;

/// <summary>A read that waits to be answered together with others. Its response is written only while somebody waits for it.</summary>
internal sealed class WaitingRead(CompiledPlan compiled, BoundPlan plan, StatementFacts facts, string[] bookmarks, ResponseBuffer answer)
{
    private readonly TaskCompletionSource<bool> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _turn = new();
    private JoinedStatement? _statement;
    private bool _isGivenUp, _isWritten;

    public string[] Bookmarks => bookmarks;

    /// <summary>Whether the read is still wanted. From then on, it belongs to the statement.</summary>
    public bool Join(JoinedStatement statement)
    {
        lock (_turn)
        {
            if (!_isGivenUp)
                _statement = statement;
            return !_isGivenUp;
        }
    }

    /// <summary>Waits for the response.</summary>
    /// <returns>False if the read must be repeated alone: it has an error of its own, or the others have one.</returns>
    public async ValueTask<bool> Answered(CancellationToken stop)
    {
        await using var registration = stop.UnsafeRegister(static (read, stop) => ((WaitingRead)read!).GiveUp(stop), this);
        return await _end.Task;
    }

    private void GiveUp(CancellationToken stop)
    {
        lock (_turn)
        {
            _isGivenUp = true;
            _statement?.Leave();
        }
        _end.TrySetCanceled(stop);
    }

    public void WriteParameters(Utf8JsonWriter json) => compiled.WriteParameters(json, plan, facts);

    /// <param name="row">At the first token of the value, and then at its last one.</param>
    public void WriteResponse<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct
    {
        var first = row;
        lock (_turn)
            try
            {
                _isWritten = false;
                if (!_isGivenUp)
                {
                    compiled.WriteResponse(ref row, plan, answer);
                    _isWritten = true;
                    return;
                }
            }
            catch (Exception e) when (e is GraphErrorException or StoredValueException or InvalidDataException or JsonException or InvalidOperationException)
            {
                // It is met again when the read is repeated alone, which tells of it.
            }
        row = first;
        row.Skip();
    }

    /// <summary>The statement has ended. Nothing is written from now on.</summary>
    public void End() => End(_isWritten);

    public void Repeat() => End(false);

    public void Fail(Exception failure)
    {
        LetGo();
        _end.TrySetException(failure);
    }

    private void End(bool isAnswered)
    {
        LetGo();
        _end.TrySetResult(isAnswered);
    }

    private void LetGo()
    {
        lock (_turn)
            _statement = null;
    }
}
