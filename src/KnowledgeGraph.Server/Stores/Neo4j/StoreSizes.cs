using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Reads the sizes of the graph.</summary>
internal sealed class StoreSizes(INeo4jClient client, GraphModel model)
{
    private readonly Statement _count = SizeStatements.Count(model);
    private (string Mark, GraphSizes Sizes) _last = ("", GraphSizes.Unknown);

    /// <summary>The sizes now. Nothing is counted if no transaction has changed the database since the last call.</summary>
    /// <exception cref="QueryException">Neo4j refuses the statement.</exception>
    /// <exception cref="IOException">The connection failed or was lost; an <see cref="HttpRequestException"/> means the same.</exception>
    public async ValueTask<GraphSizes> Read(string[] bookmarks, CancellationToken stop)
    {
        var mark = await client.ReadMark(bookmarks, stop);
        if (mark == _last.Mark && mark.Length > 0)
            return _last.Sizes;
        if (mark.Length > 0)
            bookmarks = [.. bookmarks, mark];
        if (await Read(_count, bookmarks, stop) is not [_, var some])
            return GraphSizes.Unknown;
        ImmutableArray<long> counts = [.. some.EnumerateArray().Select(c => c.GetInt64())];
        ImmutableArray<long> nodes = [.. counts.Take(model.NodeTypes.Length)];
        var degrees = model.NodeTypes.Select(t => nodes[t.Index] > GraphSizes.MaxNodesForDegrees ? [] : new int[Adjacency.CountFor(model.RelationshipTypes.Length)]).ToArray();
        if (model.NodeTypes.Where(t => nodes[t.Index] is > 0 and <= GraphSizes.MaxNodesForDegrees && !t.Adjacencies.IsEmpty).ToList() is { Count: > 0 } measured)
            foreach (var (type, largest) in measured.Zip(await Read(SizeStatements.Degrees(model, measured), bookmarks, stop)))
                foreach (var (adjacency, degree) in type.Adjacencies.Zip(largest.EnumerateArray()))
                    degrees[type.Index][adjacency.Index] = degree.GetInt32();
        var sizes = new GraphSizes(nodes, [.. counts.Skip(model.NodeTypes.Length)], [.. degrees.Select(d => d.ToImmutableArray())]);
        _last = (mark, sizes);
        return sizes;
    }

    private async ValueTask<JsonElement[]> Read(Statement statement, string[] bookmarks, CancellationToken stop)
    {
        JsonElement[] list = [];
        await client.Read(statement, StoreNode.Parameters(), bookmarks, (ref Utf8JsonReader value) => list = ListReader.Read(ref value), stop);
        return list;
    }
}
