using GraphQLParser.AST;
using static KnowledgeGraph.Model.ModelFile;

namespace KnowledgeGraph.Model;

/// <summary>Checks what no single declaration shows: both ends of each relationship, and the prefixes of ids.</summary>
internal sealed class ModelChecks(ModelFile file, ModelDeclarations found)
{
    /// <summary>Also sets which nodes each type of relationship can link.</summary>
    public void CheckEnds()
    {
        foreach (var type in found.RelationshipTypes.Values)
            type.Pairs = [.. type.Fields.Where(f => f.Direction == Direction.Out).SelectMany(PairsOf)];
        foreach (var (field, place) in found.Fields)
        {
            field.IsPartial = field.Type.Pairs.Select(p => field.Direction == Direction.Out ? (Owner: p.From, Other: p.To) : (Owner: p.To, Other: p.From))
                .Any(p => field.Owner.Members.Contains(p.Owner) && !field.Target.Members.Contains(p.Other));
            if (!field.Type.Fields.Any(f => f.Direction != field.Direction && PairsOf(f).Intersect(PairsOf(field)).Any()))
                throw file.Error(place, $"`{field}` is one end of {field.Type.Name}, but no field declares the other end. Add a field to " +
                    $"`{field.Target.Name}` with type \"{field.Type.Name}\" and direction {Name(1 - field.Direction)}.");
            if (field.Direction == Direction.In && PairsOf(field).FirstOrDefault(p => !field.Type.Pairs.Contains(p)) is { From: { } from, To: { } to })
                throw file.Error(place, $"`{field}` allows {field.Type.Name} from `{from.Name}` to `{to.Name}`, but its other end does not. Change one of the two fields.");
        }
    }

    private static IEnumerable<(NodeType From, NodeType To)> PairsOf(RelationshipField field) => field.Owner.Members.SelectMany(
        owner => field.Target.Members.Select(target => field.Direction == Direction.Out ? (owner, target) : (target, owner)));

    /// <summary>Two types may share a prefix only if they share an interface, so that a node keeps its id when its type changes.</summary>
    public void CheckPrefixes(List<GraphQLObjectTypeDefinition> nodes)
    {
        foreach (var definition in nodes)
        {
            var type = found.NodeTypeOf(definition);
            var other = nodes.Select(found.NodeTypeOf)
                .FirstOrDefault(t => t != type && t.Prefix == type.Prefix && !t.Interfaces.Intersect(type.Interfaces).Any(i => i.Lifespan is not null));
            if (other is not null)
                throw file.Error(definition, $"The prefix of `{type.Name}` must be unique, but `{other.Name}` also has \"{type.Prefix}\".");
        }
    }

    /// <summary>The types that @reference names. They are declared after the properties that have it.</summary>
    public void CheckReferences(IEnumerable<GraphQLObjectTypeDefinition> propertySets)
    {
        foreach (var field in propertySets.SelectMany(s => s.Fields?.Items ?? []))
            if (Find(field, "reference") is { } reference && !found.Types.ContainsKey(file.Argument(reference, "to")))
                throw file.Error(reference, $"@reference names the unknown type `{file.Argument(reference, "to")}`. Use a node type, an interface or a union.");
    }

    /// <summary>The fields that @notBefore names.</summary>
    public void CheckDates(IEnumerable<GraphQLObjectTypeDefinition> types)
    {
        foreach (var type in types)
            foreach (var field in type.Fields?.Items ?? [])
                if (Find(field, "notBefore") is { } directive && !type.Fields!.Items.Exists(f => f.Name == file.Argument(directive, "field") && Unwrap(f.Type).Name == "PartialDate"))
                    throw file.Error(directive, $"@notBefore names `{file.Argument(directive, "field")}`, which is no date of `{type.Name}`. Use a field of type PartialDate.");
    }

    private static string Name(Direction direction) => direction == Direction.Out ? "OUT" : "IN";
}
