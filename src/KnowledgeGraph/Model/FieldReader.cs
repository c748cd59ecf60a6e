using System.Globalization;
using GraphQLParser.AST;
using static KnowledgeGraph.Model.ModelFile;

namespace KnowledgeGraph.Model;

/// <summary>Reads the declarations of fields: properties and relationships.</summary>
internal sealed class FieldReader(ModelFile file, ModelDeclarations found)
{
    public Property ReadProperty(string owner, GraphQLFieldDefinition field, int ordinal)
    {
        var (name, isList, isRequired) = Unwrap(field.Type);
        var kind = ScalarType.Find(name)?.Kind ?? (found.Enums.ContainsKey(name) ? ScalarKind.Enum
            : throw file.Error(field, found.Types.ContainsKey(name)
                ? $"`{owner}.{field.Name}` has the type `{name}`, but no @relationship. Add the directive."
                : $"`{owner}.{field.Name}` has the unknown type `{name}`. Use a scalar, an enum or a type of the model."));
        var unique = Find(field, "unique");
        var ifMissing = Find(field, "default") is { } value ? file.Argument(value, "value") : null;
        var (type, values) = (ScalarType.Of(kind), found.Enums.GetValueOrDefault(name));
        if (ifMissing is not null && !(type.Parse(ifMissing) is { } parsed && type.IsValid(parsed, values)))
            throw file.Error(field, $"The default of `{owner}.{field.Name}` must be {type.Expected(values)}, but was {ifMissing}.");
        return new Property(Text(field.Name), kind, Describe(field, field.Name))
        {
            Ordinal = ordinal,
            IsList = isList,
            IsRequired = isRequired,
            Enum = values,
            IsUnique = unique is not null,
            FoundBy = unique is null ? null : OptionalArgument(unique, "by"),
            IsSearched = Find(field, "search") is not null,
            Default = ifMissing,
            MakesId = Find(field, "id") is not null,
            IsKey = Find(field, "key") is not null,
            IsSeenOn = Find(field, "seenOn") is not null,
            ReferenceTo = Find(field, "reference") is { } reference ? file.Argument(reference, "to") : null,
            Range = Find(field, "range") is { } range ? ReadRange(owner, field, range) : null,
            NotBefore = Find(field, "notBefore") is { } notBefore ? file.Argument(notBefore, "field") : null,
            IsDistinct = Find(field, "distinct") is not null,
            IsPast = Find(field, "past") is not null,
            IsLanguage = Find(field, "language") is not null,
        };
    }

    private (double From, double To) ReadRange(string owner, GraphQLFieldDefinition field, GraphQLDirective directive)
    {
        double Read(string name) => double.TryParse(file.Argument(directive, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw file.Error(directive, $"`{name}` of the range of `{owner}.{field.Name}` must be a number, but was {file.Argument(directive, name)}.");
        return (Read("from"), Read("to"));
    }

    public RelationshipField ReadRelationship(FieldedType owner, GraphQLFieldDefinition field, GraphQLDirective directive)
    {
        var (targetName, isList, _) = Unwrap(field.Type);
        if (!found.Types.TryGetValue(targetName, out var target))
            throw file.Error(field, $"`{owner.Name}.{field.Name}` has the unknown type `{targetName}`. Use a type of the model.");
        var direction = file.Argument(directive, "direction") switch
        {
            "OUT" => Direction.Out,
            "IN" => Direction.In,
            var other => throw file.Error(directive, $"The direction of `{owner.Name}.{field.Name}` must be OUT or IN, but was {other}."),
        };
        var type = found.FindOrAddType(file.Argument(directive, "type"));
        var set = OptionalArgument(directive, "properties");
        if (set is not null && !found.PropertySets.ContainsKey(set))
            throw file.Error(directive, $"`{owner.Name}.{field.Name}` has the unknown properties `{set}`. Name a type with @relationshipProperties.");
        if (type.Fields.Length > 0 && type.PropertiesName != set)
            throw file.Error(directive,
                $"The properties of `{owner.Name}.{field.Name}` must be {type.PropertiesName ?? "none"}, as those of `{type.Fields[0]}`, but were {set ?? "none"}.");
        type.PropertiesName = set;
        type.Properties = set is null ? [] : found.PropertySets[set];
        var atLeast = OptionalArgument(directive, "atLeast") ?? "0";
        var read = new RelationshipField(Text(field.Name), Describe(field, field.Name), owner, type, direction, target, isList)
        {
            AtLeast = int.TryParse(atLeast, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
                : throw file.Error(directive, $"`atLeast` of `{owner.Name}.{field.Name}` must be a whole number, but was {atLeast}."),
        };
        type.Fields = type.Fields.Add(read);
        return read;
    }
}
