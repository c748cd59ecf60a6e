using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Cypher.Text;

/// <summary>The text of a statement: values are its parameters, so that the same question always has the same text.</summary>
/// <param name="name">What logs call it.</param>
public sealed class Statement(string name, string text)
{
    public string Name { get; } = name;
    public string Text { get; } = text;
    /// <summary>The text as JSON.</summary>
    public JsonEncodedText Json { get; } = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    internal Statement(string name, CypherText text) : this(name, text.ToString())
    {
    }

    /// <summary>The statement that has a database plan this one, and run nothing.</summary>
    public Statement Explain() => new($"plan of {Name}", "EXPLAIN " + Text);
}
