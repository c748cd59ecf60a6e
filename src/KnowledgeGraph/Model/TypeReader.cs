using System.Collections.Immutable;
using GraphQLParser.AST;
using static KnowledgeGraph.Model.ModelFile;

namespace KnowledgeGraph.Model;

/// <summary>Reads the declarations of types: enums, nodes, interfaces and properties of relationships.</summary>
internal sealed class TypeReader(ModelFile file, ModelDeclarations found)
{
    private static readonly string[] ReservedFields =
        ["claims", "relationships", "recordedAt", "revision", "history", "inEffect", "reliesOn", "reliedOnBy", "and", "or", "not", "edge", "node", "evidence", "relationship", "redirect"];
    private static readonly string[] ReservedRelationshipProperties =
        ["id", "cursor", "node", "since", "until", "recordedAt", "revision", "evidence", "contested", "corroboration", "inEffect", "type", "forward", "from", "to", "claims", "relationship", "redirect"];

    private readonly FieldReader _fields = new(file, found);

    public EnumType ReadEnum(GraphQLEnumTypeDefinition definition) => new(
        Text(definition.Name), Describe(definition),
        [.. (definition.Values?.Items ?? throw file.Error(definition, $"The enum `{definition.Name}` has no values. Declare at least one.")).Select(v => new EnumValue(
            Text(v.Name), Describe(v, v.Name), Find(v, "never") is not null, Find(v, "over") is not null))]);

    public NodeType ReadNodeType(GraphQLObjectTypeDefinition definition)
    {
        var prefix = file.Argument(Find(definition, "node")!, "prefix");
        if (prefix.Length == 0 || !prefix.All(c => char.IsAsciiLetterLower(c) || c == '-'))
            throw file.Error(definition, $"The prefix of `{definition.Name}` must consist of lower-case letters and hyphens, but was \"{prefix}\".");
        return new NodeType(Text(definition.Name), Describe(definition), prefix) { IsProvenance = Find(definition, "provenance") is not null };
    }

    /// <summary>At most one, so that the properties of an interface come first in each of its types, at the same positions.</summary>
    public ImmutableArray<InterfaceType> ReadInterfaces(GraphQLObjectTypeDefinition definition) => definition.Interfaces is { Count: > 1 }
        ? throw file.Error(definition, $"`{definition.Name}` must have at most one interface, but has {definition.Interfaces.Count}.")
        : [.. (definition.Interfaces?.Items ?? []).Select(i => found.Types.GetValueOrDefault(Text(i.Name)) as InterfaceType
            ?? throw file.Error(i, $"`{definition.Name}` has the unknown interface `{i.Name}`. Use one that the model declares."))];

    public ImmutableArray<Property> ReadPropertySet(GraphQLObjectTypeDefinition definition)
    {
        if (Find(definition, "relationshipProperties") is null)
            throw file.Error(definition, $"`{definition.Name}` has neither @node nor @relationshipProperties. Add one of them.");
        var fields = definition.Fields?.Items ?? throw file.Error(definition, $"`{definition.Name}` has no fields. Declare at least one.");
        foreach (var field in fields.Where(f => ReservedRelationshipProperties.Contains(Text(f.Name))))
            throw file.Error(field, $"The name of `{definition.Name}.{field.Name}` is reserved: every relationship already has this field. Choose another name.");
        return [.. fields.Select((f, i) => _fields.ReadProperty(Text(definition.Name), f, i))];
    }

    public void ReadFields(FieldedType type, ASTNode definition, GraphQLFieldsDefinition? fields, ImmutableArray<InterfaceType> inherited)
    {
        var properties = inherited.SelectMany(i => i.Properties).ToList();
        var relationships = inherited.SelectMany(i => i.Relationships).ToList();
        foreach (var field in fields?.Items ?? [])
        {
            var name = Text(field.Name);
            if (name == "id")
                continue;
            if (ReservedFields.Contains(name) || name.StartsWith("__", StringComparison.Ordinal))
                throw file.Error(field, $"The name of `{type.Name}.{name}` is reserved: every node already has this field, or GraphQL reserves it. Choose another name.");
            if (properties.Exists(p => p.Name == name) || relationships.Exists(r => r.Name == name))
                throw file.Error(field, $"`{type.Name}.{name}` is declared twice. Declare it once, and do not repeat the fields of an interface.");
            if (Find(field, "reference") is not null)
                throw file.Error(field, $"`{type.Name}.{name}` has @reference, which only properties of relationships can have. Use a @relationship.");
            if (Find(field, "relationship") is { } relationship)
            {
                var read = _fields.ReadRelationship(type, field, relationship);
                relationships.Add(read);
                found.Fields.Add((read, field));
            }
            else
                properties.Add(_fields.ReadProperty(type.Name, field, 0));
        }
        type.Properties = [.. properties.Select((p, i) => p with { Ordinal = i })];
        type.Relationships = [.. relationships];
        type.CollectionName = Plural(type.FieldName);
        if (!type.Properties.Any(p => p.IsSearched))
            throw file.Error(definition, $"`{type.Name}` has no name. Mark one property with @search.");
    }
}
