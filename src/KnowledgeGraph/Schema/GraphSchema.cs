using System.Text;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using GraphQLParser;
using GraphQLParser.AST;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The GraphQL schema that is generated from the model, and the meaning of each field.</summary>
public sealed class GraphSchema
{
    public const int DefaultPageSize = 50;
    public const int MaxPageSize = 500;
    public const int DefaultPathLength = 4;
    public const int MaxPathLength = 6;
    public const int DefaultPaths = 10;
    internal const string MeaningKey = "meaning";

    private readonly Lazy<Dictionary<string, string>> _definitions;

    private GraphSchema(GraphModel model, ISchema types)
    {
        (Model, Types, IntrospectionSizes) = (model, types, MeasureIntrospection(types));
        _definitions = new(Definitions);
    }

    public GraphModel Model { get; }
    /// <summary>The number of named questions that are served with the graph.</summary>
    public int Questions { get; private init; }
    internal ISchema Types { get; }
    /// <summary>The average length of the lists of introspection that are not empty, by the name of their field.</summary>
    internal IReadOnlyDictionary<string, double> IntrospectionSizes { get; }

    /// <param name="questions">The number of named questions that are served with the graph.</param>
    public static GraphSchema Create(GraphModel model, int questions = 0)
    {
        var types = new SchemaBuilder(model).Build();
        types.Initialize();
        FindNoTypeWithoutName(types.TypeMetaFieldType);
        CompleteIntrospection(types);
        FieldCosts.Annotate(types);
        return new GraphSchema(model, types) { Questions = questions };
    }

    /// <summary>Makes `__type(name: "")` null, as for any other unknown name. GraphQL.NET throws on an empty name.</summary>
    private static void FindNoTypeWithoutName(FieldType field)
    {
        var resolver = field.Resolver!;
        field.Resolver = new FuncFieldResolver<object?>(context => context.GetArgument<string?>("name") is "" ? new ValueTask<object?>((object?)null) : resolver.ResolveAsync(context));
    }

    /// <summary>Adds what the GraphQL specification of September 2025 requires and GraphQL.NET 8 lacks.</summary>
    private static void CompleteIntrospection(GraphQL.Types.Schema types)
    {
        ((IObjectGraphType)types.AllTypes["__Type"]!).AddField(new FieldType
        {
            Name = "specifiedByURL",
            Description = "Address of the specification of a scalar's format. Null for other types and for the scalars of GraphQL.",
            ResolvedType = types.AllTypes["String"],
            Resolver = new FuncFieldResolver<string?>(context => (context.Source as TextScalar)?.Specification),
        });
        // It has no effect, because no argument of a directive is deprecated.
        ((IObjectGraphType)types.AllTypes["__Directive"]!).Fields.Find("args")!.Arguments = new QueryArguments(new QueryArgument(types.AllTypes["Boolean"]!)
        {
            Name = "includeDeprecated",
            DefaultValue = false,
        });
    }

    private static Dictionary<string, double> MeasureIntrospection(ISchema types)
    {
        static double Average(IEnumerable<int> sizes) => sizes.Where(s => s > 0).DefaultIfEmpty(1).Average();
        var outputs = types.AllTypes.OfType<IComplexGraphType>().Where(t => t is not IInputObjectGraphType).ToList();
        return new Dictionary<string, double>
        {
            ["types"] = types.AllTypes.Count,
            ["directives"] = types.Directives.Count,
            ["fields"] = Average(outputs.Select(t => t.Fields.Count)),
            ["args"] = Average(outputs.SelectMany(t => t.Fields).Select(f => f.Arguments?.Count ?? 0)),
            ["inputFields"] = Average(types.AllTypes.OfType<IInputObjectGraphType>().Select(t => t.Fields.Count)),
            ["enumValues"] = Average(types.AllTypes.OfType<EnumerationGraphType>().Select(t => t.Values.Count)),
            ["possibleTypes"] = Average(types.AllTypes.OfType<IAbstractGraphType>().Select(t => t.PossibleTypes.Count)),
            ["interfaces"] = Average(types.AllTypes.OfType<IImplementInterfaces>().Select(t => t.ResolvedInterfaces.Count)),
        };
    }

    /// <summary>Only the definitions of the named types, in the order of the names; null if one of them does not exist.</summary>
    public string? Print(IEnumerable<string> typeNames)
    {
        var definitions = _definitions.Value;
        var text = new StringBuilder();
        foreach (var name in typeNames.Distinct())
        {
            if (!definitions.TryGetValue(name, out var definition))
                return null;
            text.Append(text.Length > 0 ? "\n" : "").Append(definition).Append('\n');
        }
        return text.ToString();
    }

    private Dictionary<string, string> Definitions()
    {
        var sdl = Print();
        var definitions = Parser.Parse<GraphQLDocument>(sdl).Definitions.OfType<GraphQLTypeDefinition>();
        return definitions.ToDictionary(d => d.Name.StringValue, d => sdl[(d.Description?.Location.Start ?? d.Location.Start)..d.Location.End]);
    }

    /// <summary>The schema in the schema definition language, with types sorted by name.</summary>
    public string Print() => Types.Print(new PrintOptions { StringComparison = StringComparison.Ordinal, IncludeDescriptions = true }).ReplaceLineEndings("\n");
}
