using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The input types of `where` and `order`, named as HotChocolate names them.</summary>
internal sealed class FilterTypes
{
    private readonly Func<Property, IGraphType> _itemType;
    private readonly Dictionary<string, InputObjectGraphType> _types = [];
    private readonly BooleanGraphType _boolean;
    private readonly EnumerationGraphType _direction = new() { Name = "SortEnumType", Description = "The direction of an order; nulls last ascending, first descending." };

    /// <param name="itemType">The scalar or enum type of a property, without lists and exclamation marks.</param>
    public FilterTypes(Func<Property, IGraphType> itemType, BooleanGraphType boolean)
    {
        (_itemType, _boolean) = (itemType, boolean);
        _direction.Add(new EnumValueDefinition("ASC", "ASC") { Description = "The smallest first." });
        _direction.Add(new EnumValueDefinition("DESC", "DESC") { Description = "The largest first." });
    }

    private static readonly Property s_id = new("id", ScalarKind.Id, "The id.");
    private static readonly Property s_recordedAt = new("recordedAt", ScalarKind.DateTime, "When the graph first recorded it.");
    private static readonly Property s_since = new("since", ScalarKind.PartialDate, "When it began.");
    private static readonly Property s_until = new("until", ScalarKind.PartialDate, "When it ended.");

    /// <summary>The filter of nodes of a type, and for a connection of a relationship also of its edges.</summary>
    public InputObjectGraphType Filter(CompositeType type, RelationshipType? relationship = null) =>
        Build($"{type.Name}{(relationship is null ? "" : Pascal(relationship.Name))}FilterInput", $"Which nodes of type {type.Name} are meant. Keys side by side are *and*.", result =>
        {
            AddLogic(result);
            if (type is FieldedType fielded)
                AddFields(result, fielded);
            else
                Add(result, "id", Operations(s_id), s_id.Description, new FilterMeaning.Id());
            if (type is not NodeType)
                foreach (var member in type.Members)
                    Add(result, member.FieldName, Filter(member), $"Only a {member.Name} that matches.", new FilterMeaning.Member(member));
            if (relationship is not null)
                Add(result, "edge", Edge(relationship), "What the relationship itself carries.", new FilterMeaning.Edge());
        });

    private void AddFields(InputObjectGraphType result, FieldedType type)
    {
        Add(result, "id", Operations(s_id), s_id.Description, new FilterMeaning.Id());
        foreach (var property in type.Properties)
            Add(result, property.Name, property.IsList ? Items(property) : Operations(property), property.Description, new FilterMeaning.NodeProperty(property));
        Add(result, "recordedAt", Operations(s_recordedAt), s_recordedAt.Description, new FilterMeaning.RecordedAt());
        foreach (var field in type.Relationships)
        {
            if (field.IsList)
                Add(result, field.Name, Many(field), field.Description, new FilterMeaning.Many(field));
            else
                Add(result, field.Name, Filter(field.Target), field.Description + " Null finds those without.", new FilterMeaning.One(field));
        }
    }

    private InputObjectGraphType Many(RelationshipField field) =>
        Build($"{field.Target.Name}Via{Pascal(field.Type.Name)}ListFilterInput", $"Relationships {field.Type.Name} to nodes of type {field.Target.Name}.", result =>
        {
            var element = Element(field);
            Add(result, "some", element, "At least one matches.", new FilterMeaning.Quantified(Quantifier.Some));
            Add(result, "all", element, "All match; holds where there is none.", new FilterMeaning.Quantified(Quantifier.All));
            Add(result, "none", element, "None matches; holds where there is none.", new FilterMeaning.Quantified(Quantifier.None));
            Add(result, "single", element, "Exactly one matches.", new FilterMeaning.Quantified(Quantifier.Single));
            Add(result, "any", _boolean, "Whether there is any.", new FilterMeaning.Any());
            Add(result, "count", Operations(new Property("count", ScalarKind.Int, "")), "How many there are.", new FilterMeaning.Count());
        });

    private InputObjectGraphType Element(RelationshipField field) =>
        Build($"{field.Target.Name}Via{Pascal(field.Type.Name)}FilterInput", $"One relationship {field.Type.Name} and the node at its other end.", result =>
        {
            Add(result, "node", Filter(field.Target), "The node at its other end.", new FilterMeaning.Node());
            Add(result, "edge", Edge(field.Type), "What the relationship itself carries.", new FilterMeaning.Edge());
        });

    private InputObjectGraphType Edge(RelationshipType type) =>
        Build($"{Pascal(type.Name)}EdgeFilterInput", $"What a relationship {type.Name} carries.", result =>
        {
            AddLogic(result);
            Add(result, "since", Operations(s_since), s_since.Description, new FilterMeaning.Since());
            Add(result, "until", Operations(s_until), s_until.Description, new FilterMeaning.Until());
            Add(result, "recordedAt", Operations(s_recordedAt), s_recordedAt.Description, new FilterMeaning.RecordedAt());
            foreach (var property in type.Properties)
                Add(result, property.Name, property.IsList ? Items(property) : Operations(property), property.Description, new FilterMeaning.EdgeProperty(property));
        });

    private InputObjectGraphType Items(Property property) =>
        Build($"List{NameOf(property)}FilterInput", "Items of a list.", result =>
        {
            var item = Operations(property);
            Add(result, "some", item, "At least one matches.", new FilterMeaning.Quantified(Quantifier.Some));
            Add(result, "all", item, "All match; holds where there is none.", new FilterMeaning.Quantified(Quantifier.All));
            Add(result, "none", item, "None matches; holds where there is none.", new FilterMeaning.Quantified(Quantifier.None));
            Add(result, "any", _boolean, "Whether there is any.", new FilterMeaning.Any());
        });

    private InputObjectGraphType Operations(Property property) =>
        Build($"{NameOf(property)}OperationFilterInput", $"Compares a value of type {NameOf(property)}; keys side by side are *and*.", result =>
        {
            AddLogic(result);
            var type = _itemType(property);
            var list = new ListGraphType(new NonNullGraphType(type));
            var equal = property.Kind is ScalarKind.Boolean ? "Equal; null finds those without." : "Equal; null finds those without a value.";
            Add(result, "eq", type, equal, new FilterMeaning.Operator(Comparison.Equal));
            Add(result, "neq", type, "Not equal; holds for a missing value, and null finds those that have one.", new FilterMeaning.Operator(Comparison.Equal, true));
            if (property.Kind == ScalarKind.Boolean)
                return;
            Add(result, "in", list, "One of these.", new FilterMeaning.Operator(Comparison.In));
            Add(result, "nin", list, "None of these; holds for a missing value.", new FilterMeaning.Operator(Comparison.In, true));
            if (property.Kind is ScalarKind.Int or ScalarKind.Float or ScalarKind.DateTime or ScalarKind.PartialDate)
            {
                Add(result, "gt", type, "After or greater.", new FilterMeaning.Operator(Comparison.Greater));
                Add(result, "gte", type, "At or after, greater or equal.", new FilterMeaning.Operator(Comparison.GreaterOrEqual));
                Add(result, "lt", type, "Before or less.", new FilterMeaning.Operator(Comparison.Less));
                Add(result, "lte", type, "At or before, less or equal.", new FilterMeaning.Operator(Comparison.LessOrEqual));
            }
            if (property.Kind == ScalarKind.PartialDate)
                Add(result, "within", type, "Within this year, month or day.", new FilterMeaning.Operator(Comparison.Within));
            if (property.Kind is ScalarKind.String or ScalarKind.Id or ScalarKind.Url)
                AddText(result, type);
        });

    private void AddText(InputObjectGraphType result, IGraphType type)
    {
        foreach (var (name, comparison, description) in new[]
        {
            ("contains", Comparison.Contains, "contains this text"), ("startsWith", Comparison.StartsWith, "starts with this text"),
            ("endsWith", Comparison.EndsWith, "ends with this text"),
        })
        {
            Add(result, name, type, $"It {description}.", new FilterMeaning.Operator(comparison));
            Add(result, "n" + name, type, $"Not so that it {description}; holds for a missing value.", new FilterMeaning.Operator(comparison, true));
        }
        Add(result, "folded", Build("FoldedFilterInput", "Compares without regard to case and diacritics: Darien finds Darién.", folded =>
        {
            var text = _itemType(new Property("", ScalarKind.String, ""));
            Add(folded, "eq", text, "Equal.", new FilterMeaning.Operator(Comparison.Equal));
            Add(folded, "contains", text, "It contains this text.", new FilterMeaning.Operator(Comparison.Contains));
            Add(folded, "startsWith", text, "It starts with this text.", new FilterMeaning.Operator(Comparison.StartsWith));
        }), "Without regard to case and diacritics.", new FilterMeaning.Folded());
    }

    /// <summary>The order of nodes of a type, and for a connection of a relationship also by its edges.</summary>
    public InputObjectGraphType Order(CompositeType type, RelationshipType? relationship = null) =>
        Build($"{type.Name}{(relationship is null ? "" : Pascal(relationship.Name))}SortInput", $"One key: by what nodes of type {type.Name} are ordered.", result =>
        {
            Add(result, "id", _direction, s_id.Description, new FilterMeaning.Id());
            if (type is FieldedType fielded)
                AddSorts(result, fielded);
            if (relationship is null)
                return;
            var edge = Build($"{Pascal(relationship.Name)}EdgeSortInput", $"One key: by what a relationship {relationship.Name} carries.", sorts =>
            {
                Add(sorts, "since", _direction, s_since.Description, new FilterMeaning.Since());
                Add(sorts, "until", _direction, s_until.Description, new FilterMeaning.Until());
                Add(sorts, "recordedAt", _direction, s_recordedAt.Description, new FilterMeaning.RecordedAt());
                foreach (var property in relationship.Properties.Where(p => !p.IsList))
                    Add(sorts, property.Name, _direction, property.Description, new FilterMeaning.EdgeProperty(property));
            });
            Add(result, "edge", edge, "By what the relationship itself carries.", new FilterMeaning.Edge());
        });

    private void AddSorts(InputObjectGraphType result, FieldedType type)
    {
        foreach (var property in type.Properties.Where(p => !p.IsList))
            Add(result, property.Name, _direction, property.Description, new FilterMeaning.NodeProperty(property));
        Add(result, "recordedAt", _direction, s_recordedAt.Description, new FilterMeaning.RecordedAt());
        foreach (var field in type.Relationships)
        {
            if (field.IsList)
                Add(result, field.Name, Build("CountSortInput", "One key: by how many there are.", count =>
                    Add(count, "count", _direction, "How many there are.", new FilterMeaning.Count())), field.Description, new FilterMeaning.Many(field));
            else
                Add(result, field.Name, Order(field.Target), field.Description, new FilterMeaning.One(field));
        }
    }

    private static void AddLogic(InputObjectGraphType result)
    {
        var several = new ListGraphType(new NonNullGraphType(result));
        Add(result, "and", several, "All of these hold.", new FilterMeaning.And());
        Add(result, "or", several, "One of these holds.", new FilterMeaning.Or());
        Add(result, "not", result, "This does not hold.", new FilterMeaning.Not());
    }

    private InputObjectGraphType Build(string name, string description, Action<InputObjectGraphType> fill)
    {
        if (_types.TryGetValue(name, out var built))
            return built;
        var result = new InputObjectGraphType { Name = name, Description = description };
        _types.Add(name, result);
        fill(result);
        return result;
    }

    private static void Add(InputObjectGraphType owner, string name, IGraphType type, string description, FilterMeaning meaning)
    {
        var field = new FieldType { Name = name, ResolvedType = type, Description = description };
        field.Metadata[GraphSchema.MeaningKey] = meaning;
        owner.AddField(field);
    }

    private static string NameOf(Property property) => property.Kind switch
    {
        ScalarKind.Enum => property.Enum!.Name,
        ScalarKind.Url => "Url",
        var kind => kind.ToString(),
    };

    /// <summary><c>PARTY_TO</c> is PartyTo.</summary>
    private static string Pascal(string name) => string.Concat(name.Split('_').Select(w => w[..1] + w[1..].ToLowerInvariant()));
}
