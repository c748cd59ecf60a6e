using System.Collections.Immutable;
using GraphQLParser.AST;
using static KnowledgeGraph.Model.ModelFile;

namespace KnowledgeGraph.Model;

/// <summary>What the model declares, as far as it has been read.</summary>
internal sealed class ModelDeclarations(ModelFile file)
{
    private static readonly string[] ReservedTypes =
        ["Query", "Mutation", "Subscription", "Node", "PageInfo", "Relationship", "Corroboration", "Path", "NodeType", "RelationshipType",
            "SearchHit", "SearchMatch", "RelationshipDirection", "PathStep", "TimelineEntry", "TimelineEvent"];

    public Dictionary<string, EnumType> Enums { get; } = [];
    public Dictionary<string, CompositeType> Types { get; } = [];
    /// <summary>The properties of types with @relationshipProperties.</summary>
    public Dictionary<string, ImmutableArray<Property>> PropertySets { get; } = [];
    public Dictionary<string, RelationshipType> RelationshipTypes { get; } = [];
    /// <summary>The fields with @relationship, and their places.</summary>
    public List<(RelationshipField Field, ASTNode Place)> Fields { get; } = [];

    /// <summary>Adds a declaration. Its name must be new and not reserved.</summary>
    public void Declare<T>(Dictionary<string, T> declared, ASTNode place, GraphQLName name, T value)
    {
        var text = Text(name);
        if (ReservedTypes.Contains(text) || text.StartsWith("__", StringComparison.Ordinal) ||
            text.EndsWith("Connection", StringComparison.Ordinal) || text.EndsWith("Edge", StringComparison.Ordinal))
            throw file.Error(place, $"The name `{text}` is reserved: the schema generates a type with this name. Choose another name.");
        if (Enums.ContainsKey(text) || Types.ContainsKey(text) || PropertySets.ContainsKey(text))
            throw file.Error(place, $"The type `{text}` is declared twice. Declare it once.");
        declared.Add(text, value);
    }

    /// <summary>The node type that a definition declares.</summary>
    public NodeType NodeTypeOf(GraphQLObjectTypeDefinition definition) => (NodeType)Types[Text(definition.Name)];

    /// <summary>The interface that a definition declares.</summary>
    public InterfaceType InterfaceOf(GraphQLInterfaceTypeDefinition definition) => (InterfaceType)Types[Text(definition.Name)];

    public NodeType FindNodeType(ASTNode place, GraphQLName name) => Types.GetValueOrDefault(Text(name)) as NodeType
        ?? throw file.Error(place, $"The type `{name}` is unknown. Use a type with @node.");

    public RelationshipType FindOrAddType(string name)
    {
        if (!RelationshipTypes.TryGetValue(name, out var type))
            RelationshipTypes[name] = type = new RelationshipType(name, RelationshipTypes.Count);
        return type;
    }
}
