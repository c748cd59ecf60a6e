using System.Globalization;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace KnowledgeGraph.Schema;

/// <summary>
/// The weights of fields and the assumed sizes of lists, in the directives of the cost specification that HotChocolate also uses
/// (https://ibm.github.io/graphql-specs/cost-spec.html). By default, a field with selections weighs 1 and a scalar nothing.
/// </summary>
internal static class FieldCosts
{
    /// <summary>A page of a collection, of relationships or of a timeline.</summary>
    public const double Page = 10;
    /// <summary>The argument `where` or `order` of a field.</summary>
    public const double Choice = 10;
    /// <summary>Each term of `where`, in addition.</summary>
    public const double Term = 10;
    public const double Search = 100;
    public const double Aggregate = 50;
    public const double Reliance = 50;
    public const double Paths = 2_500;
    public const double Connected = 500;
    public const double Corroboration = 5;
    /// <summary>A field of a mutation, without what its payload reads. A commit waits for the disk, so that this is not about processor time alone.</summary>
    public const double Write = 100;

    // Looking at one node without returning it. One unit is about 30 us of CPU time, so that the default limit of 50,000 is about 1.5 s.
    // `KnowledgeGraph.Benchmarks cost` measures these times.
    /// <summary>One node that is sorted: 1 us in the worst order.</summary>
    public const double SortedNode = 1.0 / 30;
    /// <summary>One node for which one term of a filter is checked: 0.1 us.</summary>
    public const double FilteredNode = 1.0 / 300;
    /// <summary>The terms that a filter on related nodes counts as: 0.8 us.</summary>
    public const double RelatedTerms = 8;
    /// <summary>One node that is put into a group: 0.5 us, and more if most groups have one node.</summary>
    public const double GroupedNode = 1.0 / 30;
    /// <summary>One node whose related node is found in order to group by it, and checked for whether the operation shows it: up to 1 us.</summary>
    public const double GroupedRelation = 1.0 / 30;
    /// <summary>One node or relationship whose value is compared and added: 0.1 to 0.3 us.</summary>
    public const double MeasuredNode = 1.0 / 100;
    /// <summary>The words that one node adds to a graph, each compared with the words of a fuzzy search. Most words of a node are also words of others.</summary>
    public const double NearWord = 1.0 / 300;
    /// <summary>One relationship of the graph that is checked for whether the evidence that counts supports it: 0.1 us.</summary>
    public const double WeighedRelationship = 1.0 / 300;

    /// <summary>The assumed number of items of a list that has no page.</summary>
    public const int AssumedItems = 10;

    private static readonly string[] s_slicing = ["first", "last"];

    public static Directive[] Directives() =>
    [
        new SchemaDirective("cost", DirectiveLocation.FieldDefinition, DirectiveLocation.ArgumentDefinition)
        {
            Description = "Weight of a field, or of an argument that is given. The default is 1 for a field with selections and 0 for any other.",
            Arguments = new QueryArguments(new QueryArgument(new NonNullGraphType(new StringGraphType())) { Name = "weight", Description = "The weight, a number." }),
        },
        new SchemaDirective("listSize", DirectiveLocation.FieldDefinition)
        {
            Description = "Number of items that the cost estimate assumes for a list.",
            Arguments = new QueryArguments(
                new QueryArgument(new IntGraphType()) { Name = "assumedSize", Description = "Number of items if no slicing argument is given." },
                new QueryArgument(new ListGraphType(new NonNullGraphType(new StringGraphType()))) { Name = "slicingArguments", Description = "Arguments that give the number of items. A list argument gives its length." },
                new QueryArgument(new ListGraphType(new NonNullGraphType(new StringGraphType()))) { Name = "sizedFields", Description = "Nested fields that have this number of items. Without them, the field itself has it." },
                new QueryArgument(new BooleanGraphType()) { Name = "requireOneSlicingArgument", Description = "Whether one of the slicing arguments must be given.", DefaultValue = true }),
        },
    ];

    /// <summary>Adds the directives with weights and sizes to the fields.</summary>
    public static void Annotate(ISchema schema)
    {
        foreach (var type in schema.AllTypes.OfType<IComplexGraphType>())
            foreach (var field in type.Fields)
                if (field.Metadata.GetValueOrDefault(GraphSchema.MeaningKey) is FieldMeaning meaning)
                    Annotate(field, meaning);
    }

    private static void Annotate(FieldType field, FieldMeaning meaning)
    {
        if (meaning.Weight != 1)
            field.ApplyDirective("cost", "weight", meaning.Weight.ToString(CultureInfo.InvariantCulture));
        foreach (var argument in field.Arguments ?? [])
            if (argument.Name is "where" or "whereEdge" or "order" or "orderEdge")
                argument.ApplyDirective("cost", "weight", Choice.ToString(CultureInfo.InvariantCulture));
        if (field.Arguments?.Find("last") is not null)
            field.ApplyDirective("listSize", d => d.AddArgument(new("assumedSize") { Value = GraphSchema.DefaultPageSize })
                .AddArgument(new("slicingArguments") { Value = s_slicing }).AddArgument(new("sizedFields") { Value = s_sized })
                .AddArgument(new("requireOneSlicingArgument") { Value = false }));
        else if (meaning is FieldMeaning.List list)
            field.ApplyDirective("listSize", d =>
            {
                d.AddArgument(new("assumedSize") { Value = list.Assumed });
                if (list.Slicing is not null)
                    d.AddArgument(new("slicingArguments") { Value = new[] { list.Slicing } }).AddArgument(new("requireOneSlicingArgument") { Value = false });
            });
    }

    private static readonly string[] s_sized = ["edges", "nodes"];
}
