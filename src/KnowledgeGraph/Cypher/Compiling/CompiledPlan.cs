using System.Buffers;
using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>A plan as one statement. It writes the statement's parameters for a request, and the response from the statement's single row.</summary>
public sealed class CompiledPlan
{
    private readonly StatementParameters _parameters;
    private readonly ValueFormat.Object _data;

    internal CompiledPlan(Statement statement, RequestParameters parameters, ValueFormat.Object data) =>
        (Statement, _parameters, _data, NeedsEvidence, NeedsVocabulary) = (statement, parameters.Named, data, parameters.NeedEvidence, parameters.NeedVocabulary);

    public Statement Statement { get; }

    /// <summary>Whether the parameters need what the graph knows about its evidence.</summary>
    public bool NeedsEvidence { get; }

    /// <summary>Whether the parameters need the words of the graph, because a search is fuzzy.</summary>
    public bool NeedsVocabulary { get; }

    /// <summary>Writes the parameters as one JSON object.</summary>
    public void WriteParameters(Utf8JsonWriter writer, BoundPlan bound, StatementFacts facts) => _parameters.Write(writer, bound, facts);

    /// <summary>Writes the whole response, <c>{"data":{…}}</c>, as UTF-8 JSON.</summary>
    /// <param name="row">At the first token of the row's single value, and then at its last one.</param>
    /// <exception cref="StoredValueException">A stored value does not have the type of its field.</exception>
    /// <exception cref="JsonException">The row does not have the format of the statement.</exception>
    public void WriteResponse(ref Utf8JsonReader row, BoundPlan bound, ResponseBuffer response)
    {
        response.Clear();
        response.Write("{\"data\":"u8);
        new RowWriter(bound, response).Write(ref row, _data);
        response.Write("}"u8);
    }
}
