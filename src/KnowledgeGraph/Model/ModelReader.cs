using System.Collections.Immutable;
using System.Globalization;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace KnowledgeGraph.Model;

/// <summary>Reads the model's declaration and checks that it is whole; the first contradiction is a <see cref="ModelException"/>.</summary>
internal sealed class ModelReader
{
    private static readonly string[] ReservedTypes =
        ["Query", "Mutation", "Subscription", "Node", "PageInfo", "Relationship", "Corroboration", "Path", "NodeType", "RelationshipType",
            "SearchHit", "SearchMatch", "RelationshipDirection", "PathStep", "TimelineEntry", "TimelineEvent"];
    private static readonly string[] ReservedFields =
        ["claims", "relationships", "recordedAt", "inEffect", "reliesOn", "reliedOnBy", "and", "or", "not", "edge", "node"];
    private static readonly string[] ReservedRelationshipProperties =
        ["cursor", "node", "since", "until", "recordedAt", "evidence", "contested", "corroboration", "inEffect", "type", "forward", "to"];

    private readonly string _file;
    private readonly string _text;
    private readonly Dictionary<string, EnumType> _enums = [];
    private readonly Dictionary<string, CompositeType> _types = [];
    private readonly Dictionary<string, ImmutableArray<Property>> _propertySets = [];
    private readonly Dictionary<string, RelationshipType> _relationshipTypes = [];
    private readonly List<(RelationshipField Field, ASTNode Place)> _fields = [];

    private ModelReader(string file, string text) => (_file, _text) = (file, text);

    public static GraphModel Read(string file, string text)
    {
        try
        {
            return new ModelReader(file, text).Read(Parser.Parse<GraphQLDocument>(text, new ParserOptions { Ignore = IgnoreOptions.Comments }));
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw new ModelException(file, e.Location.Line, e.Description);
        }
    }

    private GraphModel Read(GraphQLDocument document)
    {
        var objects = document.Definitions.OfType<GraphQLObjectTypeDefinition>().ToList();
        var interfaces = document.Definitions.OfType<GraphQLInterfaceTypeDefinition>().ToList();
        var unions = document.Definitions.OfType<GraphQLUnionTypeDefinition>().ToList();
        var nodes = objects.Where(o => Find(o, "node") is not null).ToList();

        foreach (var definition in document.Definitions.OfType<GraphQLEnumTypeDefinition>())
            Declare(_enums, definition, definition.Name, ReadEnum(definition));
        foreach (var definition in objects.Except(nodes))
            Declare(_propertySets, definition, definition.Name, ReadPropertySet(definition));
        foreach (var definition in interfaces)
            Declare(_types, definition, definition.Name, new InterfaceType(Text(definition.Name), Describe(definition)));
        foreach (var definition in nodes)
            Declare(_types, definition, definition.Name, ReadNodeType(definition));
        foreach (var definition in unions)
            Declare(_types, definition, definition.Name, new UnionType(Text(definition.Name), Describe(definition)));

        var nodeTypes = nodes.Select(n => (NodeType)_types[Text(n.Name)]).ToImmutableArray();
        for (var i = 0; i < nodeTypes.Length; i++)
        {
            nodeTypes[i].Index = i;
            nodeTypes[i].Members = [nodeTypes[i]];
            nodeTypes[i].Interfaces = ReadInterfaces(nodes[i]);
        }
        foreach (var definition in interfaces)
        {
            var type = (InterfaceType)_types[Text(definition.Name)];
            type.Members = [.. nodeTypes.Where(n => n.Interfaces.Contains(type))];
        }
        foreach (var definition in unions)
            _types[Text(definition.Name)].Members = [.. definition.Types?.Items is { Count: > 0 } types ? types.Select(t => FindNodeType(t, t.Name))
                : throw Error(definition, $"union {definition.Name} found without a type; expected at least one")];

        foreach (var definition in interfaces)
            ReadFields((InterfaceType)_types[Text(definition.Name)], definition, definition.Fields, []);
        foreach (var definition in nodes)
        {
            var type = (NodeType)_types[Text(definition.Name)];
            ReadFields(type, definition, definition.Fields, type.Interfaces);
        }
        foreach (var definition in interfaces.Where(d => Find(d, "lifespan") is not null))
            ReadLifespan((InterfaceType)_types[Text(definition.Name)], Find(definition, "lifespan")!);
        foreach (var type in nodeTypes)
            type.Lifespan = type.Interfaces.Select(i => i.Lifespan).FirstOrDefault(l => l is not null)?.Of(type);

        var evidence = ReadEvidence();
        AddClaims(nodeTypes, interfaces.Select(i => (InterfaceType)_types[Text(i.Name)]), evidence);
        CheckEnds();
        CheckPrefixes(nodes);
        foreach (var definition in nodes.Where(d => Find(d, "reliance") is not null))
            ((NodeType)_types[Text(definition.Name)]).Reliance = ReadReliance(Find(definition, "reliance")!);

        return new GraphModel(
            nodeTypes, [.. interfaces.Select(i => (InterfaceType)_types[Text(i.Name)])], [.. unions.Select(u => (UnionType)_types[Text(u.Name)])],
            [.. _enums.Values], [.. _relationshipTypes.Values], evidence);
    }

    private EnumType ReadEnum(GraphQLEnumTypeDefinition definition) => new(
        Text(definition.Name), Describe(definition),
        [.. (definition.Values?.Items ?? throw Error(definition, $"enum {definition.Name} found without a value; expected at least one")).Select(v => new EnumValue(
            Text(v.Name), Describe(v, v.Name), Find(v, "never") is not null, Find(v, "over") is not null))]);

    private NodeType ReadNodeType(GraphQLObjectTypeDefinition definition)
    {
        var prefix = Argument(Find(definition, "node")!, "prefix");
        if (prefix.Length == 0 || !prefix.All(c => char.IsAsciiLetterLower(c) || c == '-'))
            throw Error(definition, $"type {definition.Name}: prefix \"{prefix}\" found; expected lower-case letters");
        return new NodeType(Text(definition.Name), Describe(definition), prefix) { IsProvenance = Find(definition, "provenance") is not null };
    }

    /// <summary>At most one: so an interface's properties stand first in each of its types, in the same places.</summary>
    private ImmutableArray<InterfaceType> ReadInterfaces(GraphQLObjectTypeDefinition definition) => definition.Interfaces is { Count: > 1 }
        ? throw Error(definition, $"type {definition.Name}: {definition.Interfaces.Count} interfaces found; expected at most one")
        : [.. (definition.Interfaces?.Items ?? []).Select(i => _types.GetValueOrDefault(Text(i.Name)) as InterfaceType
            ?? throw Error(i, $"type {definition.Name}: unknown interface {i.Name}; expected one that the model declares"))];

    private ImmutableArray<Property> ReadPropertySet(GraphQLObjectTypeDefinition definition)
    {
        if (Find(definition, "relationshipProperties") is null)
            throw Error(definition, $"type {definition.Name} found with neither @node nor @relationshipProperties; expected one of them");
        var fields = definition.Fields?.Items ?? throw Error(definition, $"type {definition.Name} found without a field; expected at least one");
        foreach (var field in fields.Where(f => ReservedRelationshipProperties.Contains(Text(f.Name))))
            throw Error(field, $"reserved name {definition.Name}.{field.Name} found; every relationship has it already");
        return [.. fields.Select((f, i) => ReadProperty(Text(definition.Name), f, i))];
    }

    private void ReadFields(FieldedType type, ASTNode definition, GraphQLFieldsDefinition? fields, ImmutableArray<InterfaceType> inherited)
    {
        var properties = inherited.SelectMany(i => i.Properties).ToList();
        var relationships = inherited.SelectMany(i => i.Relationships).ToList();
        foreach (var field in fields?.Items ?? [])
        {
            var name = Text(field.Name);
            if (name == "id")
                continue;
            if (ReservedFields.Contains(name) || name.StartsWith("__", StringComparison.Ordinal))
                throw Error(field, $"reserved name {type.Name}.{name} found; every node has it already, or the language keeps it");
            if (properties.Exists(p => p.Name == name) || relationships.Exists(r => r.Name == name))
                throw Error(field, $"{type.Name}.{name} found twice; expected once, an interface's fields are not repeated");
            if (Find(field, "relationship") is { } relationship)
            {
                var read = ReadRelationship(type, field, relationship);
                relationships.Add(read);
                _fields.Add((read, field));
            }
            else
                properties.Add(ReadProperty(type.Name, field, 0));
        }
        type.Properties = [.. properties.Select((p, i) => p with { Ordinal = i })];
        type.Relationships = [.. relationships];
        type.CollectionName = Plural(type.FieldName);
        if (!type.Properties.Any(p => p.IsSearched))
            throw Error(definition, $"type {type.Name} found without a name; expected one property with @search");
    }

    private Property ReadProperty(string owner, GraphQLFieldDefinition field, int ordinal)
    {
        var (name, isList, isRequired) = Unwrap(field.Type);
        var kind = name switch
        {
            "ID" => ScalarKind.Id,
            "URL" => ScalarKind.Url,
            "String" or "Int" or "Float" or "Boolean" or "DateTime" or "PartialDate" => Enum.Parse<ScalarKind>(name),
            _ when _enums.ContainsKey(name) => ScalarKind.Enum,
            _ when _types.ContainsKey(name) => throw Error(field, $"{owner}.{field.Name}: {name} found without @relationship; expected one"),
            _ => throw Error(field, $"{owner}.{field.Name}: unknown type {name}; expected a scalar, an enum or a type of the model"),
        };
        var unique = Find(field, "unique");
        var ifMissing = Find(field, "default") is { } value ? Argument(value, "value") : null;
        if (ifMissing is not null && _enums.GetValueOrDefault(name) is { } values && values.IndexOf(ifMissing) < 0)
            throw Error(field, $"{owner}.{field.Name}: default {ifMissing} found; expected one of {string.Join(", ", values.Values.Select(v => v.Name))}");
        return new Property(Text(field.Name), kind, Describe(field, field.Name))
        {
            Ordinal = ordinal,
            IsList = isList,
            IsRequired = isRequired,
            Enum = _enums.GetValueOrDefault(name),
            IsUnique = unique is not null,
            FoundBy = unique is null ? null : OptionalArgument(unique, "by"),
            IsSearched = Find(field, "search") is not null,
            Default = ifMissing,
            IsKey = Find(field, "key") is not null,
            IsSeenOn = Find(field, "seenOn") is not null,
        };
    }

    private RelationshipField ReadRelationship(FieldedType owner, GraphQLFieldDefinition field, GraphQLDirective directive)
    {
        var (targetName, isList, _) = Unwrap(field.Type);
        if (!_types.TryGetValue(targetName, out var target))
            throw Error(field, $"{owner.Name}.{field.Name}: unknown type {targetName}; expected a type of the model");
        var direction = Argument(directive, "direction") switch
        {
            "OUT" => Direction.Out,
            "IN" => Direction.In,
            var other => throw Error(directive, $"{owner.Name}.{field.Name}: direction {other} found; expected OUT or IN"),
        };
        var type = FindOrAddType(Argument(directive, "type"));
        var set = OptionalArgument(directive, "properties");
        if (set is not null && !_propertySets.ContainsKey(set))
            throw Error(directive, $"{owner.Name}.{field.Name}: unknown properties {set}; expected a type with @relationshipProperties");
        if (type.Fields.Length > 0 && type.PropertiesName != set)
            throw Error(directive,
                $"{owner.Name}.{field.Name}: properties {set ?? "none"} found; expected {type.PropertiesName ?? "none"}, as at {type.Fields[0]}");
        type.PropertiesName = set;
        type.Properties = set is null ? [] : _propertySets[set];
        var atLeast = OptionalArgument(directive, "atLeast") ?? "0";
        var read = new RelationshipField(Text(field.Name), Describe(field, field.Name), owner, type, direction, target, isList)
        {
            AtLeast = int.TryParse(atLeast, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
                : throw Error(directive, $"{owner.Name}.{field.Name}: atLeast {atLeast} found; expected a whole number"),
        };
        type.Fields = type.Fields.Add(read);
        return read;
    }

    private RelationshipType FindOrAddType(string name)
    {
        if (!_relationshipTypes.TryGetValue(name, out var type))
            _relationshipTypes[name] = type = new RelationshipType(name, _relationshipTypes.Count);
        return type;
    }

    private void ReadLifespan(InterfaceType type, GraphQLDirective directive)
    {
        Property Named(string name) => type.FindProperty(name)
            ?? throw Error(directive, $"@lifespan: {type.Name} has no property {name}; expected one of its own");
        var starts = directive.Arguments?.FirstOrDefault(a => a.Name == "start")?.Value is GraphQLListValue { Values: { Count: > 0 } values }
            && values.TrueForAll(v => v is GraphQLStringValue) ? values : throw Error(directive, "@lifespan found without start; expected a list of properties");
        type.Lifespan = new Lifespan(
            [.. starts.Select(s => Named(((GraphQLStringValue)s).Value.ToString()))], Named(Argument(directive, "end")),
            Named(Argument(directive, "status")), Named(Argument(directive, "statusAsOf")));
    }

    private RelianceRule ReadReliance(GraphQLDirective directive)
    {
        RelationshipType Named(string argument) => _relationshipTypes.GetValueOrDefault(Argument(directive, argument))
            ?? throw Error(directive, $"@reliance: unknown relationship {Argument(directive, argument)}; expected one of the model");
        var pursues = Named("pursues");
        var strength = pursues.FindProperty(Argument(directive, "strength"))
            ?? throw Error(directive, $"@reliance: {pursues.Name} has no property {Argument(directive, "strength")}; expected one of its own");
        return new RelianceRule(Named("acts"), Named("benefits"), pursues, strength, Named("serves"),
            int.TryParse(Argument(directive, "steps"), out var steps) ? steps
                : throw Error(directive, $"@reliance: steps {Argument(directive, "steps")} found; expected a whole number"));
    }

    private EvidenceRoles ReadEvidence()
    {
        NodeType Type(string name) => _types.GetValueOrDefault(name) as NodeType
            ?? throw new ModelException(_file, 1, $"no node type {name} found; expected one, evidence rests on it");
        RelationshipType Relationship(string name) => _relationshipTypes.GetValueOrDefault(name)
            ?? throw new ModelException(_file, 1, $"no relationship {name} found; expected one, evidence rests on it");
        var (claim, report) = (Type("Claim"), Type("Report"));
        if (claim.FindProperty("stance") is { } stance && (stance.Enum is null || stance.Enum.IndexOf("ASSERTS") < 0 || stance.Enum.IndexOf("DENIES") < 0))
            throw new ModelException(_file, 1, $"Claim.stance: {stance.TypeText} found; expected an enum with ASSERTS and DENIES");
        return new EvidenceRoles(
            claim, claim.FindProperty("stance") ?? throw new ModelException(_file, 1, "Claim has no stance; expected one"),
            report, report.FindProperty("publishedOn") ?? throw new ModelException(_file, 1, "Report has no publishedOn; expected one"),
            Type("Outlet"), Relationship("STATED_IN"), Relationship("CLAIMS_ABOUT"), Relationship("REPUBLISHES"),
            Relationship("ORIGINATED_BY"), Relationship("PUBLISHED_BY"));
    }

    /// <summary>Every node but a claim has the field <c>claims</c>: those about it.</summary>
    private static void AddClaims(ImmutableArray<NodeType> nodeTypes, IEnumerable<InterfaceType> interfaces, EvidenceRoles evidence)
    {
        foreach (var type in interfaces.Concat<FieldedType>(nodeTypes).Where(t => t != evidence.Claim))
        {
            var field = new RelationshipField(
                "claims", "What has been said about it.", type, evidence.About, Direction.In, evidence.Claim, isList: true);
            type.Relationships = type.Relationships.Add(field);
            evidence.About.Fields = evidence.About.Fields.Add(field);
        }
    }

    private void CheckEnds()
    {
        foreach (var type in _relationshipTypes.Values)
            type.Pairs = [.. type.Fields.Where(f => f.Direction == Direction.Out).SelectMany(PairsOf)];
        foreach (var (field, place) in _fields)
        {
            field.IsPartial = field.Type.Pairs.Select(p => field.Direction == Direction.Out ? (Owner: p.From, Other: p.To) : (Owner: p.To, Other: p.From))
                .Any(p => field.Owner.Members.Contains(p.Owner) && !field.Target.Members.Contains(p.Other));
            if (!field.Type.Fields.Any(f => f.Direction != field.Direction && PairsOf(f).Intersect(PairsOf(field)).Any()))
                throw Error(place, $"{field}: {field.Type.Name} {Name(field.Direction)} found without its other end; expected a field of " +
                    $"{field.Target.Name} with type \"{field.Type.Name}\", direction {Name(1 - field.Direction)}");
            if (field.Direction == Direction.In && PairsOf(field).FirstOrDefault(p => !field.Type.Pairs.Contains(p)) is { From: { } from, To: { } to })
                throw Error(place, $"{field}: {field.Type.Name} from {from.Name} to {to.Name} found; its other end does not allow it");
        }
    }

    private static IEnumerable<(NodeType From, NodeType To)> PairsOf(RelationshipField field) => field.Owner.Members.SelectMany(
        owner => field.Target.Members.Select(target => field.Direction == Direction.Out ? (owner, target) : (target, owner)));

    /// <summary>Two types may share a prefix only where they share an interface, so that reclassifying a node keeps its id.</summary>
    private void CheckPrefixes(List<GraphQLObjectTypeDefinition> nodes)
    {
        foreach (var definition in nodes)
        {
            var type = (NodeType)_types[Text(definition.Name)];
            var other = nodes.Select(n => (NodeType)_types[Text(n.Name)])
                .FirstOrDefault(t => t != type && t.Prefix == type.Prefix && !t.Interfaces.Intersect(type.Interfaces).Any(i => i.Lifespan is not null));
            if (other is not null)
                throw Error(definition, $"type {type.Name}: prefix \"{type.Prefix}\" found, which {other.Name} has too; expected another");
        }
    }

    private NodeType FindNodeType(ASTNode place, GraphQLName name) => _types.GetValueOrDefault(Text(name)) as NodeType
        ?? throw Error(place, $"unknown type {name}; expected a type with @node");

    private void Declare<T>(Dictionary<string, T> declared, ASTNode place, GraphQLName name, T value)
    {
        var text = Text(name);
        if (ReservedTypes.Contains(text) || text.StartsWith("__", StringComparison.Ordinal) ||
            text.EndsWith("Connection", StringComparison.Ordinal) || text.EndsWith("Edge", StringComparison.Ordinal))
            throw Error(place, $"reserved name {text} found; expected one that the schema does not make itself");
        if (_enums.ContainsKey(text) || _types.ContainsKey(text) || _propertySets.ContainsKey(text))
            throw Error(place, $"type {text} found twice; expected once");
        declared.Add(text, value);
    }

    private ModelException Error(ASTNode place, string message) =>
        new(_file, Location.FromLinearPosition(_text, place.Location.Start).Line, message);

    private static (string Name, bool IsList, bool IsRequired) Unwrap(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => Unwrap(nonNull.Type) with { IsRequired = true },
        GraphQLListType list => (Unwrap(list.Type).Name, true, false),
        GraphQLNamedType named => (Text(named.Name), false, false),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static GraphQLDirective? Find(IHasDirectivesNode node, string name) => node.Directives?.FirstOrDefault(d => d.Name == name);

    private string Argument(GraphQLDirective directive, string name) => OptionalArgument(directive, name)
        ?? throw Error(directive, $"@{directive.Name} found without {name}; expected it");

    private static string? OptionalArgument(GraphQLDirective directive, string name) =>
        directive.Arguments?.FirstOrDefault(a => a.Name == name)?.Value switch
        {
            GraphQLStringValue text => text.Value.ToString(),
            GraphQLEnumValue value => Text(value.Name),
            GraphQLBooleanValue value => value.BoolValue ? "true" : "false",
            GraphQLIntValue value => value.Value.ToString(),
            _ => null,
        };

    private static string Describe(IHasDescriptionNode node, GraphQLName? name = null) =>
        node.Description?.Value.ToString() ?? (name is null ? "" : Humanize(Text(name)));

    /// <summary>A field without a description of its own gets its name in words: <c>publishedOn</c> is "Published on."</summary>
    private static string Humanize(string name)
    {
        var words = name.Contains('_', StringComparison.Ordinal) || name.All(c => char.IsAsciiLetterUpper(c) || c == '_')
            ? name.Replace('_', ' ').ToLowerInvariant()
            : string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
        return char.ToUpperInvariant(words[0]) + words[1..] + ".";
    }

    private static string Plural(string name) =>
        name.EndsWith('y') && !"aeiou".Contains(name[^2], StringComparison.Ordinal) ? name[..^1] + "ies" : name + "s";

    private static string Text(GraphQLName name) => name.StringValue;
    private static string Name(Direction direction) => direction == Direction.Out ? "OUT" : "IN";
}
