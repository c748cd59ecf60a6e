using System.Buffers;
using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>A plan as one statement, with the way from a request's values to its parameters and from its row to the answer.</summary>
public sealed class CompiledPlan
{
    private readonly StatementParameters _parameters;
    private readonly Reading.Object _data;

    internal CompiledPlan(Statement statement, StatementParameters parameters, Reading.Object data) =>
        (Statement, _parameters, _data) = (statement, parameters, data);

    public Statement Statement { get; }

    /// <summary>Writes one JSON object, the parameters by their names.</summary>
    /// <param name="today">What `inEffect` goes by where neither its argument nor @asOf gives a date (UTC).</param>
    public void WriteParameters(Utf8JsonWriter writer, BoundPlan bound, DateOnly today) => _parameters.Write(writer, bound, today);

    /// <summary>Writes the whole response, <c>{"data":{…}}</c>, as UTF-8 JSON.</summary>
    /// <param name="row">Stands on the first token of the one value of the one row, and then on its last.</param>
    /// <exception cref="StoredValueException">A stored value does not have the type of its field.</exception>
    /// <exception cref="JsonException">The value is not what the statement asks for.</exception>
    public void WriteAnswer(ref Utf8JsonReader row, BoundPlan bound, IBufferWriter<byte> answer)
    {
        answer.Write("{\"data\":"u8);
        new AnswerWriter(bound, answer).Write(ref row, _data);
        answer.Write("}"u8);
    }
}
