using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>Adds the arguments that filter, order and page.</summary>
internal sealed class FieldArguments(SchemaTypes types)
{
    // These arguments mean the same on every field, so only root fields describe them. With descriptions on every relationship, the schema
    // would be a seventh larger.

    /// <summary>Adds the arguments that filter and order nodes.</summary>
    public void AddChoice(FieldType field, CompositeType type)
    {
        AddWhere(field, type);
        AddOrder(field, "order", types.Filters.Sort(type));
    }

    /// <summary>Adds the arguments that filter and order edges by their relationship.</summary>
    public void AddEdgeChoice(FieldType field, RelationshipType relationship)
    {
        AddWhereEdge(field, relationship);
        AddOrder(field, "orderEdge", types.Filters.Sort(relationship));
    }

    public void AddWhere(FieldType field, CompositeType type) => field.Arguments!.Add(new QueryArgument(types.Filters.Filter(type)) { Name = "where" });
    public void AddWhereEdge(FieldType field, RelationshipType relationship) =>
        field.Arguments!.Add(new QueryArgument(types.Filters.Filter(relationship)) { Name = "whereEdge" });

    private static void AddOrder(FieldType field, string name, InputObjectGraphType sort) =>
        field.Arguments!.Add(new QueryArgument(new ListGraphType(new NonNullGraphType(sort))) { Name = name });

    public void AddPage(FieldType field)
    {
        foreach (var (name, type) in new (string, ScalarGraphType)[] { ("first", types.Int), ("after", types.String), ("last", types.Int), ("before", types.String) })
            field.Arguments!.Add(new QueryArgument(type) { Name = name });
    }

    /// <summary>The name of the argument with a date of its own for a field.</summary>
    public const string AsOf = "asOf";

    /// <summary>Adds the argument with a date for the field and all below it.</summary>
    public void AddDate(FieldType field) => field.Arguments!.Add(new QueryArgument(types.PartialDate) { Name = AsOf });

    /// <summary>Adds an argument that is a list of types of relationships.</summary>
    public void AddRelationshipTypes(FieldType field, string description) => field.Arguments!.Add(
        new QueryArgument(new ListGraphType(new NonNullGraphType(types.RelationshipType))) { Name = "types", Description = description });

    /// <summary>Describes the arguments of a root field.</summary>
    public static void Describe(FieldType field)
    {
        foreach (var argument in field.Arguments!)
            argument.Description ??= argument.Name switch
            {
                "first" => $"Page size. Default {GraphSchema.DefaultPageSize}, maximum {GraphSchema.MaxPageSize}.",
                "after" => "Returns only edges after this cursor.",
                "last" => $"Page size, counted from the end. Maximum {GraphSchema.MaxPageSize}.",
                "before" => "Returns only edges before this cursor.",
                AsOf => "Date for the field and all below it; by default the date that applies above it. Null means no date.",
                "where" => "Filter for the nodes. On relationships, `whereEdge` also filters by the relationship.",
                "order" => "Sort keys, most significant first. Default: name, then id. On relationships, `orderEdge` sorts by the relationship first.",
                _ => null,
            };
    }
}
