using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>The parameters of a statement, and how their values are written for a request.</summary>
internal sealed class StatementParameters
{
    public delegate void WriteValue(Utf8JsonWriter writer, BoundPlan bound, StatementFacts facts);

    private readonly OrderedDictionary<string, WriteValue> _values = [];

    /// <summary>Adds a parameter, unless there is one of this name.</summary>
    public ParameterName Add(string name, WriteValue write)
    {
        _values.TryAdd(name, write);
        return new ParameterName(name);
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
