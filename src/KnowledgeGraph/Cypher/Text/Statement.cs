using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Cypher.Text;

/// <summary>The text of a statement. All values are parameters, so that equal questions have the same text.</summary>
/// <param name="name">The name for logs.</param>
public sealed class Statement(string name, string text)
{
    public string Name { get; } = name;
    public string Text { get; } = text;
    /// <summary>The text as JSON.</summary>
    public JsonEncodedText Json { get; } = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    internal Statement(string name, CypherText text) : this(name, text.ToString())
    {
    }

    /// <summary>A statement that makes the database plan this one without running it.</summary>
    public Statement Explain() => new($"plan of {Name}", "EXPLAIN " + Text);
}
