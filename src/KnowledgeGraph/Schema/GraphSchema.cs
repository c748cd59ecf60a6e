using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The model's GraphQL face: types from the model, and what each field means.</summary>
public sealed class GraphSchema
{
    public const int DefaultPageSize = 50;
    public const int MaxPageSize = 500;
    public const int DefaultPathLength = 4;
    public const int MaxPathLength = 6;
    public const int DefaultPaths = 10;
    internal const string MeaningKey = "meaning";

    private GraphSchema(GraphModel model, ISchema types) => (Model, Types) = (model, types);

    public GraphModel Model { get; }
    internal ISchema Types { get; }

    public static GraphSchema Create(GraphModel model)
    {
        var types = new SchemaBuilder(model).Build();
        types.Initialize();
        return new GraphSchema(model, types);
    }

    /// <summary>The schema in GraphQL's schema definition language, types by name.</summary>
    public string Print() => Types.Print(new PrintOptions { StringComparison = StringComparison.Ordinal, IncludeDescriptions = true }).ReplaceLineEndings("\n");
}
