using System.Collections.Immutable;
using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>Builds the input types of mutations. Dates and addresses in them are checked by the write, so that their errors are part of the payload.</summary>
internal static class InputTypes
{
    private const string WriteKey = "KnowledgeGraph.Write";

    public static InputObjectGraphType Create(string name, string description, bool isOneOf = false)
    {
        var result = new InputObjectGraphType { Name = name, Description = description, IsOneOf = isOneOf };
        result.Metadata[WriteKey] = true;
        return result;
    }

    /// <summary>Whether the type belongs to a write, which checks dates and addresses itself.</summary>
    public static bool IsOfWrite(IInputObjectGraphType type) => type.HasMetadata(WriteKey);

    public static void Add(InputObjectGraphType result, string name, IGraphType type, string description) =>
        result.AddField(new FieldType { Name = name, ResolvedType = type, Description = description });

    /// <summary>Adds the optional id of a new node.</summary>
    public static void AddId(InputObjectGraphType result, SchemaTypes types, NodeType type) => Add(
        result, "id", types.Id, $"Id, beginning with `{type.Prefix}:`. Default: made from {(type.IdProperty ?? type.NameProperty).Name}.");

    /// <summary>Adds the revision that must be the current one.</summary>
    public static void AddExpectedRevision(InputObjectGraphType result, SchemaTypes types) => Add(
        result, "expectedRevision", types.Int, "Revision that was read. If there is a later one, nothing is committed.");

    /// <summary>Adds the properties of a new record. One with a default, and a list, may be left out.</summary>
    public static void AddProperties(InputObjectGraphType result, SchemaTypes types, ImmutableArray<Property> properties)
    {
        foreach (var property in properties)
        {
            var optional = types.Of(property with { IsRequired = false });
            var isNeeded = property is { IsRequired: true, Default: null, IsList: false };
            Add(result, property.Name, isNeeded ? new NonNullGraphType(optional) : optional, property.Default is { } value ? $"{property.Description} Default: {value}." : property.Description);
        }
    }

    /// <summary>Adds the properties of a record that is changed. Each may be left out.</summary>
    public static void AddChanges(InputObjectGraphType result, SchemaTypes types, ImmutableArray<Property> properties)
    {
        foreach (var property in properties)
            Add(result, property.Name, types.Of(property with { IsRequired = false }), property.Description);
    }

    public static void AddDates(InputObjectGraphType result, SchemaTypes types)
    {
        Add(result, "since", types.PartialDate, "Start date.");
        Add(result, "until", types.PartialDate, "End date.");
    }
}
