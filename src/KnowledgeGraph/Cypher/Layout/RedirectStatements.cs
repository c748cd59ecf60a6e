using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>A node <c>_Redirect</c> for each node that was merged: its <c>id</c>, and <c>into</c>, the id of the node that it became.</summary>
public static class RedirectStatements
{
    public static Statement Constrain { get; } = new("constraint redirect",
        $"CREATE CONSTRAINT Redirect_id IF NOT EXISTS FOR (r:{GraphLayout.Redirect}) REQUIRE r.{GraphLayout.Id} IS UNIQUE");

    /// <summary>Returns the redirects of the ids in <c>$rows</c>.</summary>
    public static Statement Find { get; } = new("stored redirects",
        $$"""
        UNWIND $rows AS id
        MATCH (r:{{GraphLayout.Redirect}} {{{GraphLayout.Id}}: id})
        RETURN collect({id: r.{{GraphLayout.Id}}, into: r.into}) AS data
        """);

    /// <summary>Returns all redirects.</summary>
    public static Statement All { get; } = new("all redirects",
        $"MATCH (r:{GraphLayout.Redirect}) RETURN collect({{id: r.{GraphLayout.Id}, into: r.into}}) AS data");

    internal static Statement Put { get; } = new("put redirects",
        $$"""
        UNWIND $rows AS row
        MERGE (r:{{GraphLayout.Redirect}} {{{GraphLayout.Id}}: row[0]})
        SET r.into = row[1]
        """);

    internal static Statement Remove { get; } = new("remove redirects",
        $$"""
        UNWIND $rows AS id
        MATCH (r:{{GraphLayout.Redirect}} {{{GraphLayout.Id}}: id})
        DELETE r
        """);
}
