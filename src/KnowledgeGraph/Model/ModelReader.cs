using System.Collections.Immutable;
using System.Globalization;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace KnowledgeGraph.Model;

/// <summary>Reads and checks the declaration of the model. The first contradiction throws a <see cref="ModelException"/>.</summary>
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
                : throw Error(definition, $"The union `{definition.Name}` has no types. Name at least one.")];

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
        [.. (definition.Values?.Items ?? throw Error(definition, $"The enum `{definition.Name}` has no values. Declare at least one.")).Select(v => new EnumValue(
            Text(v.Name), Describe(v, v.Name), Find(v, "never") is not null, Find(v, "over") is not null))]);

    private NodeType ReadNodeType(GraphQLObjectTypeDefinition definition)
    {
        var prefix = Argument(Find(definition, "node")!, "prefix");
        if (prefix.Length == 0 || !prefix.All(c => char.IsAsciiLetterLower(c) || c == '-'))
            throw Error(definition, $"The prefix of `{definition.Name}` must consist of lower-case letters and hyphens, but was \"{prefix}\".");
        return new NodeType(Text(definition.Name), Describe(definition), prefix) { IsProvenance = Find(definition, "provenance") is not null };
    }

    /// <summary>At most one, so that the properties of an interface come first in each of its types, at the same positions.</summary>
    private ImmutableArray<InterfaceType> ReadInterfaces(GraphQLObjectTypeDefinition definition) => definition.Interfaces is { Count: > 1 }
        ? throw Error(definition, $"`{definition.Name}` must have at most one interface, but has {definition.Interfaces.Count}.")
        : [.. (definition.Interfaces?.Items ?? []).Select(i => _types.GetValueOrDefault(Text(i.Name)) as InterfaceType
            ?? throw Error(i, $"`{definition.Name}` has the unknown interface `{i.Name}`. Use one that the model declares."))];

    private ImmutableArray<Property> ReadPropertySet(GraphQLObjectTypeDefinition definition)
    {
        if (Find(definition, "relationshipProperties") is null)
            throw Error(definition, $"`{definition.Name}` has neither @node nor @relationshipProperties. Add one of them.");
        var fields = definition.Fields?.Items ?? throw Error(definition, $"`{definition.Name}` has no fields. Declare at least one.");
        foreach (var field in fields.Where(f => ReservedRelationshipProperties.Contains(Text(f.Name))))
            throw Error(field, $"The name of `{definition.Name}.{field.Name}` is reserved: every relationship already has this field. Choose another name.");
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
                throw Error(field, $"The name of `{type.Name}.{name}` is reserved: every node already has this field, or GraphQL reserves it. Choose another name.");
            if (properties.Exists(p => p.Name == name) || relationships.Exists(r => r.Name == name))
                throw Error(field, $"`{type.Name}.{name}` is declared twice. Declare it once, and do not repeat the fields of an interface.");
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
            throw Error(definition, $"`{type.Name}` has no name. Mark one property with @search.");
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
            _ when _types.ContainsKey(name) => throw Error(field, $"`{owner}.{field.Name}` has the type `{name}`, but no @relationship. Add the directive."),
            _ => throw Error(field, $"`{owner}.{field.Name}` has the unknown type `{name}`. Use a scalar, an enum or a type of the model."),
        };
        var unique = Find(field, "unique");
        var ifMissing = Find(field, "default") is { } value ? Argument(value, "value") : null;
        if (ifMissing is not null && _enums.GetValueOrDefault(name) is { } values && values.IndexOf(ifMissing) < 0)
            throw Error(field, $"The default of `{owner}.{field.Name}` must be one of {string.Join(", ", values.Values.Select(v => v.Name))}, but was {ifMissing}.");
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
            throw Error(field, $"`{owner.Name}.{field.Name}` has the unknown type `{targetName}`. Use a type of the model.");
        var direction = Argument(directive, "direction") switch
        {
            "OUT" => Direction.Out,
            "IN" => Direction.In,
            var other => throw Error(directive, $"The direction of `{owner.Name}.{field.Name}` must be OUT or IN, but was {other}."),
        };
        var type = FindOrAddType(Argument(directive, "type"));
        var set = OptionalArgument(directive, "properties");
        if (set is not null && !_propertySets.ContainsKey(set))
            throw Error(directive, $"`{owner.Name}.{field.Name}` has the unknown properties `{set}`. Name a type with @relationshipProperties.");
        if (type.Fields.Length > 0 && type.PropertiesName != set)
            throw Error(directive,
                $"The properties of `{owner.Name}.{field.Name}` must be {type.PropertiesName ?? "none"}, as those of `{type.Fields[0]}`, but were {set ?? "none"}.");
        type.PropertiesName = set;
        type.Properties = set is null ? [] : _propertySets[set];
        var atLeast = OptionalArgument(directive, "atLeast") ?? "0";
        var read = new RelationshipField(Text(field.Name), Describe(field, field.Name), owner, type, direction, target, isList)
        {
            AtLeast = int.TryParse(atLeast, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
                : throw Error(directive, $"`atLeast` of `{owner.Name}.{field.Name}` must be a whole number, but was {atLeast}."),
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
            ?? throw Error(directive, $"@lifespan names `{name}`, which is not a property of `{type.Name}`. Name one of its own properties.");
        var starts = directive.Arguments?.FirstOrDefault(a => a.Name == "start")?.Value is GraphQLListValue { Values: { Count: > 0 } values }
            && values.TrueForAll(v => v is GraphQLStringValue) ? values : throw Error(directive, "@lifespan has no `start`. Add a list of properties.");
        type.Lifespan = new Lifespan(
            [.. starts.Select(s => Named(((GraphQLStringValue)s).Value.ToString()))], Named(Argument(directive, "end")),
            Named(Argument(directive, "status")), Named(Argument(directive, "statusAsOf")));
    }

    private RelianceRule ReadReliance(GraphQLDirective directive)
    {
        RelationshipType Named(string argument) => _relationshipTypes.GetValueOrDefault(Argument(directive, argument))
            ?? throw Error(directive, $"@reliance names the unknown relationship `{Argument(directive, argument)}`. Use one of the model.");
        var pursues = Named("pursues");
        var strength = pursues.FindProperty(Argument(directive, "strength"))
            ?? throw Error(directive, $"@reliance names `{Argument(directive, "strength")}`, which is not a property of `{pursues.Name}`. Name one of its own properties.");
        return new RelianceRule(Named("acts"), Named("benefits"), pursues, strength, Named("serves"),
            int.TryParse(Argument(directive, "steps"), out var steps) ? steps
                : throw Error(directive, $"`steps` of @reliance must be a whole number, but was {Argument(directive, "steps")}."));
    }

    private EvidenceRoles ReadEvidence()
    {
        NodeType Type(string name) => _types.GetValueOrDefault(name) as NodeType
            ?? throw new ModelException(_file, 1, $"The model has no node type `{name}`, which evidence needs. Declare it.");
        RelationshipType Relationship(string name) => _relationshipTypes.GetValueOrDefault(name)
            ?? throw new ModelException(_file, 1, $"The model has no relationship `{name}`, which evidence needs. Declare it.");
        var (claim, report) = (Type("Claim"), Type("Report"));
        if (claim.FindProperty("stance") is { } stance && (stance.Enum is null || stance.Enum.IndexOf("ASSERTS") < 0 || stance.Enum.IndexOf("DENIES") < 0))
            throw new ModelException(_file, 1, $"`Claim.stance` must be an enum with ASSERTS and DENIES, but was {stance.TypeText}.");
        return new EvidenceRoles(
            claim, claim.FindProperty("stance") ?? throw new ModelException(_file, 1, "`Claim` has no property `stance`. Declare it."),
            report, report.FindProperty("publishedOn") ?? throw new ModelException(_file, 1, "`Report` has no property `publishedOn`. Declare it."),
            Type("Outlet"), Relationship("STATED_IN"), Relationship("CLAIMS_ABOUT"), Relationship("REPUBLISHES"),
            Relationship("ORIGINATED_BY"), Relationship("PUBLISHED_BY"));
    }

    /// <summary>Every node except a claim has the field <c>claims</c>: the claims about it.</summary>
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
                throw Error(place, $"`{field}` is one end of {field.Type.Name}, but no field declares the other end. Add a field to " +
                    $"`{field.Target.Name}` with type \"{field.Type.Name}\" and direction {Name(1 - field.Direction)}.");
            if (field.Direction == Direction.In && PairsOf(field).FirstOrDefault(p => !field.Type.Pairs.Contains(p)) is { From: { } from, To: { } to })
                throw Error(place, $"`{field}` allows {field.Type.Name} from `{from.Name}` to `{to.Name}`, but its other end does not. Change one of the two fields.");
        }
    }

    private static IEnumerable<(NodeType From, NodeType To)> PairsOf(RelationshipField field) => field.Owner.Members.SelectMany(
        owner => field.Target.Members.Select(target => field.Direction == Direction.Out ? (owner, target) : (target, owner)));

    /// <summary>Two types may share a prefix only if they share an interface, so that a node keeps its id when its type changes.</summary>
    private void CheckPrefixes(List<GraphQLObjectTypeDefinition> nodes)
    {
        foreach (var definition in nodes)
        {
            var type = (NodeType)_types[Text(definition.Name)];
            var other = nodes.Select(n => (NodeType)_types[Text(n.Name)])
                .FirstOrDefault(t => t != type && t.Prefix == type.Prefix && !t.Interfaces.Intersect(type.Interfaces).Any(i => i.Lifespan is not null));
            if (other is not null)
                throw Error(definition, $"The prefix of `{type.Name}` must be unique, but `{other.Name}` also has \"{type.Prefix}\".");
        }
    }

    private NodeType FindNodeType(ASTNode place, GraphQLName name) => _types.GetValueOrDefault(Text(name)) as NodeType
        ?? throw Error(place, $"The type `{name}` is unknown. Use a type with @node.");

    private void Declare<T>(Dictionary<string, T> declared, ASTNode place, GraphQLName name, T value)
    {
        var text = Text(name);
        if (ReservedTypes.Contains(text) || text.StartsWith("__", StringComparison.Ordinal) ||
            text.EndsWith("Connection", StringComparison.Ordinal) || text.EndsWith("Edge", StringComparison.Ordinal))
            throw Error(place, $"The name `{text}` is reserved: the schema generates a type with this name. Choose another name.");
        if (_enums.ContainsKey(text) || _types.ContainsKey(text) || _propertySets.ContainsKey(text))
            throw Error(place, $"The type `{text}` is declared twice. Declare it once.");
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
        ?? throw Error(directive, $"@{directive.Name} has no `{name}`. Add it.");

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
