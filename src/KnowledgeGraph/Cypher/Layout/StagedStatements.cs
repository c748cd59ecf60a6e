using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// Nodes <c>_Staged</c>: the pages of a change that is too large for one transaction, as compressed JSON in Base64 (<see cref="StagedChange"/>), with the id of
/// the <c>commit</c> and a <c>position</c>. No read of the graph finds them. They are stored before the change is decided, and removed after it was written.
/// </summary>
public static class StagedStatements
{
    internal static Statement Constrain { get; } = new("constraint Staged_page",
        $"CREATE CONSTRAINT Staged_page IF NOT EXISTS FOR (p:{GraphLayout.Staged}) REQUIRE (p.commit, p.position) IS UNIQUE");

    public static Statement Put { get; } = new("stage a page",
        $"MERGE (p:{GraphLayout.Staged} {{commit: $commit, position: $position}}) SET p.content = $content");

    /// <summary>Returns [content].</summary>
    public static Statement Read { get; } = new("read a page",
        $"MATCH (p:{GraphLayout.Staged} {{commit: $commit, position: $position}}) RETURN [p.content] AS data");

    /// <summary>Returns the ids of all commits with pages.</summary>
    public static Statement Commits { get; } = new("commits with pages",
        $"MATCH (p:{GraphLayout.Staged}) RETURN collect(DISTINCT p.commit) AS data");

    /// <summary>Removes some pages of a commit, and returns [how many].</summary>
    public static Statement Remove { get; } = new("remove pages",
        $$"""
        MATCH (p:{{GraphLayout.Staged}} {commit: $commit})
        WITH p LIMIT $position
        DELETE p
        RETURN [count(*)] AS data
        """);

    /// <summary>Writes the parameters of all these statements.</summary>
    /// <param name="position">The position of the page, or how many pages are removed.</param>
    public static Action<Utf8JsonWriter> Parameters(string commit = "", int position = 0, byte[]? content = null) => json =>
    {
        json.WriteStartObject();
        json.WriteString("commit"u8, commit);
        json.WriteNumber("position"u8, position);
        json.WriteBase64String("content"u8, content ?? []);
        json.WriteEndObject();
    };
}
