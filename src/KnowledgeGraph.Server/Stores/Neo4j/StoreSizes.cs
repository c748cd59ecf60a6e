using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Reads the sizes of the graph.</summary>
internal sealed class StoreSizes(INeo4jClient client, GraphModel model)
{
    private readonly Statement _count = Count(model);
    private (long Version, GraphSizes Sizes) _last = (-1, GraphSizes.Unknown);

    /// <summary>The sizes now. Nothing is counted if the version is that of the last call.</summary>
    /// <exception cref="QueryException">Neo4j refuses the statement.</exception>
    /// <exception cref="IOException">The connection failed or was lost; an <see cref="HttpRequestException"/> means the same.</exception>
    public async ValueTask<GraphSizes> Read(string[] bookmarks, CancellationToken stop)
    {
        var read = await Read(_count, bookmarks, stop);
        if (read is not [var version, var some])
            return GraphSizes.Unknown;
        if (version.GetInt64() == _last.Version)
            return _last.Sizes;
        ImmutableArray<long> counts = [.. some.EnumerateArray().Select(c => c.GetInt64())];
        ImmutableArray<long> nodes = [.. counts.Take(model.NodeTypes.Length)];
        var degrees = model.NodeTypes.Select(t => nodes[t.Index] > GraphSizes.MaxNodesForDegrees ? [] : new int[model.RelationshipTypes.Length * 2]).ToArray();
        if (model.NodeTypes.Where(t => nodes[t.Index] is > 0 and <= GraphSizes.MaxNodesForDegrees && !t.Adjacency.IsEmpty).ToList() is { Count: > 0 } measured)
            foreach (var (type, largest) in measured.Zip(await Read(Degrees(model, measured), bookmarks, stop)))
                foreach (var (index, degree) in type.Adjacency.Zip(largest.EnumerateArray()))
                    degrees[type.Index][index] = degree.GetInt32();
        var sizes = new GraphSizes(nodes, [.. counts.Skip(model.NodeTypes.Length)], [.. degrees.Select(d => d.ToImmutableArray())]);
        _last = (version.GetInt64(), sizes);
        return sizes;
    }

    private async ValueTask<JsonElement[]> Read(Statement statement, string[] bookmarks, CancellationToken stop)
    {
        JsonElement[] list = [];
        await client.Read(statement, StoreNode.Parameters(), bookmarks, (ref Utf8JsonReader value) => list = StoreNode.ReadList(ref value), stop);
        return list;
    }

    /// <summary>Returns [version, [nodes of each type…, relationships of each type…]]. Neo4j keeps these counts, so reading them is free.</summary>
    private static Statement Count(GraphModel model)
    {
        // MATCH (n:Country) WITH count(n) AS some RETURN 0 AS place, some: with a place beside it, a count of nothing has no row
        var nodes = model.NodeTypes.Select((t, i) => (CypherText)$"    MATCH (n:{Name.Of(t)}) WITH count(n) AS some RETURN {i} AS place, some");
        // MATCH ()-[r:PARTY_TO]->() WITH count(r) AS some RETURN 24 AS place, some
        var relationships = model.RelationshipTypes.Select((t, i) => (CypherText)$"    MATCH ()-[r:{Name.Of(t)}]->() WITH count(r) AS some RETURN {model.NodeTypes.Length + i} AS place, some");
        return new Statement("count by type", ((CypherText)$$"""
            MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
            CALL () {
            {{CypherText.Join("\n    UNION ALL\n", nodes.Concat(relationships))}}
            }
            WITH s, place, some ORDER BY place
            WITH s, collect(some) AS counts
            RETURN [s.version, counts] AS data
            """).ToString());
    }

    /// <summary>Returns the largest degrees for each of these types, in the order of <see cref="NodeType.Adjacency"/>. It looks at each node.</summary>
    private static Statement Degrees(GraphModel model, IEnumerable<NodeType> types)
    {
        // MATCH (n:Country) WITH [coalesce(max(COUNT { (n)-[:PARTY_TO]->() }), 0), …] AS largest RETURN 0 AS place, largest
        var each = types.Select((type, i) => (CypherText)$"    MATCH (n:{Name.Of(type)}) WITH [{CypherText.Join(", ", type.Adjacency.Select(a => Degree(model, a)))}] AS largest RETURN {i} AS place, largest");
        return new Statement("largest degrees", ((CypherText)$$"""
            CALL () {
            {{CypherText.Join("\n    UNION ALL\n", each)}}
            }
            WITH place, largest ORDER BY place
            RETURN collect(largest) AS data
            """).ToString());
    }

    private static CypherText Degree(GraphModel model, int adjacency)
    {
        var type = Name.Of(model.RelationshipTypes[adjacency / 2]);
        return adjacency % 2 == (int)Direction.Out ? (CypherText)$"coalesce(max(COUNT {{ (n)-[:{type}]->() }}), 0)" : $"coalesce(max(COUNT {{ (n)<-[:{type}]-() }}), 0)";
    }
}
