using System.Net.Sockets;
using System.Security.Authentication;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>What a failure means to the operator, in one line; and to anybody, without Neo4j's words.</summary>
internal static class Neo4jFailure
{
    /// <summary>Whether Neo4j is away, or not yet there: waiting may help.</summary>
    public static bool IsAbsence(Exception failure) =>
        failure is (HttpRequestException or IOException) and { InnerException: not AuthenticationException } or OperationCanceledException or QueryException { IsTransient: true };

    public static StoreException Of(Exception failure, Neo4jAddress address) =>
        failure as StoreException ?? new StoreException($"{address}: {Meaning(failure, address)}", failure);

    public static string Meaning(Exception failure, Neo4jAddress address) => failure switch
    {
        QueryException { IsUnauthorized: true } => $"another password of {address.User} found than NEO4J_PASSWORD says; expected the right one",
        QueryException { Code: "Neo.ClientError.Database.DatabaseNotFound" } => $"no database {address.Database} found; expected one that exists",
        QueryException { Code: "Neo.ClientError.Security.Forbidden" } refused => $"user {address.User} found without a right that is needed ({refused.Message}); expected it granted",
        QueryException { Code: "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase" or "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase" } =>
            "a read-only database found; expected one that may be written",
        QueryException { Code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError" } full =>
            $"no room in Neo4j's memory found ({full.Message}); expected a smaller change, or more memory (server.memory.heap.max_size, dbms.memory.transaction.total.max)",
        QueryException { IsForeign: true, IsTransient: false } foreign =>
            $"an answer found that is not Neo4j's ({foreign.Message}); expected the {(address.IsHttp ? "HTTP" : "Bolt")} address of Neo4j {Preparation.LeastVersion} or later",
        QueryException refused => $"an error found ({refused.Message}); expected none",
        { InnerException: AuthenticationException tls } =>
            $"no secure connection found ({Lower(tls.Message)}); expected TLS with a certificate that this system trusts (SSL_CERT_FILE names a file with more issuers)",
        { InnerException: SocketException socket } => $"no answer found ({Lower(socket.Message)}); expected a Neo4j that runs there",
        OperationCanceledException or { InnerException: OperationCanceledException or TimeoutException } =>
            "no answer found in time; expected a Neo4j that runs there",
        _ => $"no whole answer found ({Lower((failure.InnerException ?? failure).Message)}); expected a Neo4j that runs there",
    };

    /// <summary>Why there is no answer, for anybody.</summary>
    public static string Reason(Exception failure) => failure switch
    {
        QueryException { IsUnauthorized: true } => "Neo4j refuses this server's password",
        QueryException { IsForeign: false, IsTransient: false } => "Neo4j refuses to answer",
        _ => "Neo4j does not answer",
    };

    private static string Lower(string message) => message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].ReplaceLineEndings(" ").TrimEnd('.');
}
