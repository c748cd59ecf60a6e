using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>Runs a statement that returns one list, on its own or in a transaction.</summary>
internal delegate ValueTask<JsonElement[]> Fetch(Statement statement, Action<Utf8JsonWriter>? writeParameters);

internal static class Fetches
{
    public static Fetch Of(INeo4jClient client, CancellationToken stop) => async (statement, parameters) =>
    {
        JsonElement[] list = [];
        await client.Read(statement, parameters ?? WriteNone, [], (ref Utf8JsonReader value) => list = ListReader.Read(ref value), stop);
        return list;
    };

    public static Fetch Of(INeo4jTransaction transaction, CancellationToken stop) => async (statement, parameters) =>
    {
        JsonElement[] list = [];
        await transaction.Run(statement, parameters, (ref Utf8JsonReader value) => list = ListReader.Read(ref value), stop);
        return list;
    };

    private static void WriteNone(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
