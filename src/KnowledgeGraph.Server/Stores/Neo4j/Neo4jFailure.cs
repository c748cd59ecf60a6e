using System.Net.Sockets;
using System.Security.Authentication;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Explains a failure in one line: to the operator, and, without the text of Neo4j, to everybody.</summary>
internal static class Neo4jFailure
{
    /// <summary>Whether Neo4j is not available, or not yet, so that waiting may help.</summary>
    public static bool IsAbsence(Exception failure) =>
        failure is (HttpRequestException or IOException) and { InnerException: not AuthenticationException } or OperationCanceledException or QueryException { IsTransient: true };

    public static StoreException Of(Exception failure, Neo4jAddress address) =>
        failure as StoreException ?? new StoreException($"{address}: {Meaning(failure, address)}", failure);

    public static string Meaning(Exception failure, Neo4jAddress address) => failure switch
    {
        QueryException { IsUnauthorized: true } => $"Neo4j does not accept the password of the user {address.User}. Correct NEO4J_PASSWORD.",
        QueryException { Code: "Neo.ClientError.Database.DatabaseNotFound" } => $"The database {(address.Database.Length > 0 ? address.Database : "of the user")} does not exist. Create it, or name another one.",
        QueryException { Code: "Neo.ClientError.Security.Forbidden" } refused => $"The user {address.User} does not have a right that is needed ({refused.Message}). Grant it.",
        QueryException { Code: "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase" or "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase" } =>
            "The database is read-only. Use one that can be written.",
        QueryException { Code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError" } full =>
            $"Neo4j does not have enough memory ({full.Message}). Make the change smaller, or give Neo4j more memory (server.memory.heap.max_size, dbms.memory.transaction.total.max).",
        QueryException { IsForeign: true, IsTransient: false } foreign =>
            $"The response is not from Neo4j ({foreign.Message}). Use the {(address.IsHttp ? "HTTP" : "Bolt")} address of Neo4j {Preparation.LeastVersion} or later.",
        QueryException refused => $"Neo4j reports an error ({refused.Message}).",
        PoolException full => $"{full.Message}. Send fewer requests at the same time, or find out why Neo4j is slow.",
        RoutingException { InnerException: null } routing => $"{routing.Message}. Check the cluster.",
        RoutingException { InnerException: { } cause } => Meaning(cause, address),
        { InnerException: AuthenticationException tls } =>
            $"The connection is not secure ({Lower(tls.Message)}). Use TLS with a certificate that this system trusts (SSL_CERT_FILE names a file with more issuers).",
        { InnerException: SocketException socket } => $"Neo4j is not responding ({Lower(socket.Message)}). Check the address, and that Neo4j is running.",
        OperationCanceledException or { InnerException: OperationCanceledException or TimeoutException } =>
            "Neo4j did not respond in time. Check the address, and that Neo4j is running.",
        _ => $"The response of Neo4j is not complete ({Lower((failure.InnerException ?? failure).Message)}). Check the address, and that Neo4j is running.",
    };

    /// <summary>Why Neo4j is not available, for everybody.</summary>
    public static string Reason(Exception failure) => failure switch
    {
        QueryException { IsUnauthorized: true } => "Neo4j does not accept the password of this server.",
        QueryException { IsForeign: false, IsTransient: false } => "Neo4j refuses the requests of this server.",
        _ => "Neo4j is not responding.",
    };

    private static string Lower(string message) => message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].ReplaceLineEndings(" ").TrimEnd('.');
}
