namespace KnowledgeGraph.Server.Requests;

/// <summary>What a refusal is about. Each transport has its own status or close code for it.</summary>
internal enum RefusalKind
{
    /// <summary>The request was read, but its operation is invalid or beyond a limit.</summary>
    Operation,

    /// <summary>The request cannot be read, is not allowed, or finds no room; see <see cref="RequestErrorCodes"/>.</summary>
    Request,

    /// <summary>This program has an error. The log has the details.</summary>
    Fault,
}
