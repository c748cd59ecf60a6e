using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>Connections and their pages.</summary>
internal sealed class ConnectionTypes
{
    private readonly SchemaTypes _types;
    private readonly ObjectGraphType _pageInfo = new() { Name = "PageInfo", Description = "Position of a page within its connection, as in Relay." };

    public ConnectionTypes(SchemaTypes types)
    {
        _types = types;
        Add(_pageInfo, "hasNextPage", Required(types.Boolean), "Whether there are edges after this page.", new FieldMeaning.Leaf(Leaf.HasNextPage));
        Add(_pageInfo, "hasPreviousPage", Required(types.Boolean), "Whether there are edges before this page.", new FieldMeaning.Leaf(Leaf.HasPreviousPage));
        Add(_pageInfo, "startCursor", types.String, "Cursor of the first edge. Null on an empty page.", new FieldMeaning.Leaf(Leaf.StartCursor));
        Add(_pageInfo, "endCursor", types.String, "Cursor of the last edge. Null on an empty page.", new FieldMeaning.Leaf(Leaf.EndCursor));
    }

    /// <summary>Builds the connection with this name, and completes its edge.</summary>
    public ObjectGraphType Build(string name, ObjectGraphType edge, IGraphType node, string description)
    {
        var connection = new ObjectGraphType { Name = name + "Connection", Description = description };
        _types.Add(connection);
        Add(edge, "cursor", Required(_types.String), "Opaque position of the edge.", new FieldMeaning.Leaf(Leaf.Cursor));
        Add(edge, "node", Required(node), "Node at the end of the edge.", new FieldMeaning.EdgeNode());
        Add(connection, "edges", RequiredList(edge), "Edges of the page.", new FieldMeaning.Edges());
        Add(connection, "nodes", RequiredList(node), "Nodes of the page.", new FieldMeaning.Nodes());
        Add(connection, "pageInfo", Required(_pageInfo), "Position of the page.", new FieldMeaning.PageInfo());
        Add(connection, "totalCount", Required(_types.Int), "Number of items on all pages.", new FieldMeaning.Leaf(Leaf.TotalCount));
        return connection;
    }
}
