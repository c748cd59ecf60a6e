using System.Collections.Immutable;
using GraphQLParser.AST;
using static KnowledgeGraph.Model.ModelFile;

namespace KnowledgeGraph.Model;

/// <summary>Reads and checks the declaration of the model. The first contradiction throws a <see cref="ModelException"/>.</summary>
internal sealed class ModelReader
{
    private readonly ModelFile _file;
    private readonly ModelDeclarations _found;
    private readonly TypeReader _typeReader;
    private readonly RoleReader _roles;
    private readonly ModelChecks _checks;

    private ModelReader(ModelFile file)
    {
        _file = file;
        _found = new ModelDeclarations(file);
        _typeReader = new TypeReader(file, _found);
        _roles = new RoleReader(file, _found);
        _checks = new ModelChecks(file, _found);
    }

    public static GraphModel Read(string file, string text) => new ModelReader(new ModelFile(file, text)).Read();

    private GraphModel Read()
    {
        var document = _file.Parse();
        var objects = document.Definitions.OfType<GraphQLObjectTypeDefinition>().ToList();
        var interfaces = document.Definitions.OfType<GraphQLInterfaceTypeDefinition>().ToList();
        var unions = document.Definitions.OfType<GraphQLUnionTypeDefinition>().ToList();
        var nodes = objects.Where(o => Find(o, "node") is not null).ToList();

        foreach (var definition in document.Definitions.OfType<GraphQLEnumTypeDefinition>())
            _found.Declare(_found.Enums, definition, definition.Name, _typeReader.ReadEnum(definition));
        foreach (var definition in objects.Except(nodes))
            _found.Declare(_found.PropertySets, definition, definition.Name, _typeReader.ReadPropertySet(definition));
        foreach (var definition in interfaces)
            _found.Declare(_found.Types, definition, definition.Name, new InterfaceType(Text(definition.Name), Describe(definition)));
        foreach (var definition in nodes)
            _found.Declare(_found.Types, definition, definition.Name, _typeReader.ReadNodeType(definition));
        foreach (var definition in unions)
            _found.Declare(_found.Types, definition, definition.Name, new UnionType(Text(definition.Name), Describe(definition)));

        var nodeTypes = nodes.Select(_found.NodeTypeOf).ToImmutableArray();
        for (var i = 0; i < nodeTypes.Length; i++)
        {
            nodeTypes[i].Index = i;
            nodeTypes[i].Members = [nodeTypes[i]];
            nodeTypes[i].Interfaces = _typeReader.ReadInterfaces(nodes[i]);
        }
        foreach (var definition in interfaces)
        {
            var type = _found.InterfaceOf(definition);
            type.Members = [.. nodeTypes.Where(n => n.Interfaces.Contains(type))];
        }
        foreach (var definition in unions)
            _found.Types[Text(definition.Name)].Members = [.. definition.Types?.Items is { Count: > 0 } types ? types.Select(t => _found.FindNodeType(t, t.Name))
                : throw _file.Error(definition, $"The union `{definition.Name}` has no types. Name at least one.")];

        foreach (var definition in interfaces)
            _typeReader.ReadFields(_found.InterfaceOf(definition), definition, definition.Fields, []);
        foreach (var definition in nodes)
        {
            var type = _found.NodeTypeOf(definition);
            _typeReader.ReadFields(type, definition, definition.Fields, type.Interfaces);
        }
        foreach (var definition in interfaces.Where(d => Find(d, "lifespan") is not null))
            _roles.ReadLifespan(_found.InterfaceOf(definition), Find(definition, "lifespan")!);
        foreach (var type in nodeTypes)
            type.Lifespan = type.Interfaces.Select(i => i.Lifespan).FirstOrDefault(l => l is not null)?.Of(type);

        var evidence = _roles.ReadEvidence();
        RoleReader.AddClaims(nodeTypes, interfaces.Select(_found.InterfaceOf), evidence);
        _checks.CheckEnds();
        _checks.CheckPrefixes(nodes);
        _checks.CheckReferences(objects.Except(nodes));
        _checks.CheckDates(objects);
        foreach (var definition in nodes.Where(d => Find(d, "reliance") is not null))
            _found.NodeTypeOf(definition).Reliance = _roles.ReadReliance(Find(definition, "reliance")!);
        foreach (var definition in interfaces.Where(d => Find(d, "participants") is not null))
            _found.InterfaceOf(definition).Participants = _roles.ReadParticipants(_found.InterfaceOf(definition), Find(definition, "participants")!);

        return new GraphModel(
            nodeTypes, [.. interfaces.Select(_found.InterfaceOf)], [.. unions.Select(u => (UnionType)_found.Types[Text(u.Name)])],
            [.. _found.Enums.Values], [.. _found.RelationshipTypes.Values], evidence);
    }
}
