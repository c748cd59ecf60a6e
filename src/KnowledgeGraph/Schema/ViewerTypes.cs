using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`viewer`: who makes the request.</summary>
internal static class ViewerTypes
{
    public static void AddTo(ObjectGraphType query, SchemaTypes types)
    {
        var viewer = new ObjectGraphType { Name = "Viewer", Description = "The person or program that makes the request, as its token says." };
        Add(viewer, "subject", Required(types.String), "Subject of the token (`sub`). Changes are recorded under it.", new FieldMeaning.Leaf(Leaf.ViewerSubject));
        Add(viewer, "name", types.String, "Name in the token. Null if the token has none.", new FieldMeaning.Leaf(Leaf.ViewerName));
        Add(viewer, "scopes", RequiredList(types.String), "Scopes of the token, such as `graph:write`, which includes `graph:propose`. `graph:admin` includes all scopes.", new FieldMeaning.Leaf(Leaf.ViewerScopes));
        Add(query, "viewer", viewer, "Who makes the request. Null if the request has no token.", new FieldMeaning.Viewer());
    }
}
