namespace KnowledgeGraph.Server.Importing;

/// <summary>A part of the records of a file that is imported before the next part. The names are stored.</summary>
internal enum ImportStage
{
    /// <summary>Nodes that take over unique values from each other, in one commit.</summary>
    Exchanges,
    /// <summary>All nodes and relationships, in the order of the file.</summary>
    Records,
    /// <summary>All nodes, if some come after relationships.</summary>
    Nodes,
    Relationships,
    /// <summary>The ids of merged nodes, in one commit.</summary>
    Redirects,
}
