using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>The parameters of a statement, and how their values are written for a request.</summary>
/// <param name="row">The variable with the values of one request, in a statement that answers several; null if it answers one.</param>
internal sealed class StatementParameters(Variable? row)
{
    public delegate void WriteValue(Utf8JsonWriter writer, BoundPlan bound, StatementFacts facts);

    private readonly OrderedDictionary<string, WriteValue> _values = [];

    /// <summary>Adds a parameter, unless there is one of this name.</summary>
    public ParameterName Add(string name, WriteValue write)
    {
        _values.TryAdd(name, write);
        return new ParameterName(name, row);
    }

    public void Write(Utf8JsonWriter writer, BoundPlan bound, StatementFacts facts)
    {
        writer.WriteStartObject();
        foreach (var (name, write) in _values)
        {
            writer.WritePropertyName(name);
            write(writer, bound, facts);
        }
        writer.WriteEndObject();
    }
}
