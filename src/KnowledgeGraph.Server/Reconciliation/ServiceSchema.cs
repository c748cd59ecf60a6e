using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>The types and properties of the service. Type ids are the names of GraphQL types, property ids the names of their fields.</summary>
internal sealed class ServiceSchema
{
    /// <summary>The fragment with which a node at the other end of a relationship is selected.</summary>
    public const string NodeFragment = "fragment N on Node { id displayName }";

    /// <summary>Maximum number of characters of a description.</summary>
    private const int MaxDescription = 200;

    private readonly GraphModel _model;

    public ServiceSchema(GraphModel model)
    {
        _model = model;
        Types = [.. model.NodeTypes, .. model.Interfaces, .. model.Unions];
        // __typename ... on Country { aliases iso2 }
        Described = "__typename" + string.Concat(model.NodeTypes.Select(t => (Type: t, Names: NamesOf(t).Append(DescriptionOf(t)).OfType<Property>().Select(p => p.Name).ToList()))
            .Where(t => t.Names.Count > 0).Select(t => $" ... on {t.Type.Name} {{ {string.Join(' ', t.Names)} }}"));
        var fields = model.NodeTypes.SelectMany(type => type.Properties.Select(p => (p.Name, p.Description, new ServiceProperty.Field(type, p, null)))
            .Concat(type.Relationships.Select(r => (r.Name, r.Description, new ServiceProperty.Field(type, null, r)))));
        Properties = [.. fields.GroupBy(f => f.Name, (name, group) => (name, group.ToList()))
            .Select(g => new ServiceProperty(g.name, g.Item2[0].Description, [.. g.Item2.Select(f => f.Item3)])).OrderBy(p => p.Id, StringComparer.Ordinal)];
    }

    /// <summary>The selection of all that <see cref="Describe"/> and <see cref="NamesOf"/> need of a node.</summary>
    public string Described { get; }

    /// <summary>Node types first, then interfaces and unions.</summary>
    public ImmutableArray<CompositeType> Types { get; }

    public ImmutableArray<NodeType> NodeTypes => _model.NodeTypes;

    public ImmutableArray<ServiceProperty> Properties { get; }

    /// <exception cref="RequestRefusedException">There is no such type.</exception>
    public CompositeType TypeNamed(string id) => Types.FirstOrDefault(t => t.Name == id)
        ?? throw RequestRefusedException.InvalidRequest($"There is no type `{Excerpt.Of(id)}`. {Nearest.Suggest(id, [.. Types.Select(t => t.Name)])}");

    /// <exception cref="RequestRefusedException">There is no such property.</exception>
    public ServiceProperty PropertyNamed(string id) => Properties.FirstOrDefault(p => p.Id == id)
        ?? throw RequestRefusedException.InvalidRequest($"There is no property `{Excerpt.Of(id)}`. {Nearest.Suggest(id, [.. Properties.Select(p => p.Id)])}");

    /// <summary>The types that nodes with these ids can have, by the prefixes of the ids.</summary>
    public ImmutableArray<NodeType> TypesOf(IEnumerable<string> ids)
    {
        var prefixes = ids.Select(id => id.Split(':')[0]).ToHashSet();
        return [.. NodeTypes.Where(t => prefixes.Contains(t.Prefix))];
    }

    /// <summary>The properties that tell a node apart from others: its other names and its codes.</summary>
    public static IEnumerable<Property> NamesOf(NodeType type) => type.Properties.Where(p => (p.IsSearched && (p.IsList || p.IsDistinct)) || p.FoundBy is not null);

    /// <summary>The property that describes a node; null for none.</summary>
    public static Property? DescriptionOf(NodeType type) => type.Properties.FirstOrDefault(p => p is { IsSearched: true, IsList: false, IsDistinct: false } && p != type.NameProperty);

    /// <summary>The texts of a property of a node in a response.</summary>
    public static IEnumerable<string> TextsOf(JsonElement node, Property property) => !node.TryGetProperty(property.Name, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(v => v.ToString()),
        JsonValueKind.Null => [],
        _ => [value.ToString()],
    };

    /// <summary>A text that tells a node apart from others: what it is, or its other names. Empty for none.</summary>
    public string Describe(JsonElement node)
    {
        var type = NodeTypes.First(t => t.Name == node.GetProperty("__typename").GetString());
        var text = DescriptionOf(type) is { } description ? TextsOf(node, description).FirstOrDefault() : null;
        text ??= string.Join(", ", NamesOf(type).SelectMany(p => TextsOf(node, p)));
        return text.Length <= MaxDescription ? text : text[..MaxDescription].TrimEnd() + "…";
    }

    /// <summary>Writes a type as the service names it.</summary>
    public static void Write(Utf8JsonWriter json, CompositeType type)
    {
        json.WriteStartObject();
        json.WriteString("id", type.Name);
        json.WriteString("name", type.Name);
        json.WriteEndObject();
    }
}
