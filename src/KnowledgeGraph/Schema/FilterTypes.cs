using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The input types of `where` and `order`, named as HotChocolate names them.</summary>
internal sealed partial class FilterTypes
{
    private readonly Func<Property, IGraphType> _itemType;
    private readonly Dictionary<string, InputObjectGraphType> _types = [];
    private readonly ScalarGraphType _boolean;
    private readonly EnumerationGraphType _direction = new() { Name = "SortEnumType", Description = "Sort direction." };

    /// <param name="itemType">Returns the scalar or enum type of a property, without list and non-null.</param>
    public FilterTypes(Func<Property, IGraphType> itemType, ScalarGraphType boolean)
    {
        (_itemType, _boolean) = (itemType, boolean);
        _direction.Add(new EnumValueDefinition("ASC", "ASC") { Description = "Ascending: smallest first, missing values last." });
        _direction.Add(new EnumValueDefinition("DESC", "DESC") { Description = "Descending: missing values first, then largest first." });
    }

    private static readonly Property s_text = new("text", ScalarKind.String, "");
    private static readonly Property s_id = new("id", ScalarKind.Id, "Identifier.");
    private static readonly Property s_recordedAt = new("recordedAt", ScalarKind.DateTime, "When it was first recorded (UTC).");
    private static readonly Property s_since = new("since", ScalarKind.PartialDate, "Start date.");
    private static readonly Property s_until = new("until", ScalarKind.PartialDate, "End date.");

    /// <summary>The type of claims.</summary>
    public required NodeType Claim { get; init; }

    /// <summary>The filter for nodes of a type.</summary>
    public InputObjectGraphType Filter(CompositeType type) =>
        Build($"{type.Name}FilterInput", $"Filter for {Noun.Of(type.Name)}. All fields must match.", result =>
        {
            AddLogic(result);
            if (type is FieldedType fielded)
                AddFields(result, fielded);
            else
                Add(result, "id", Operations(s_id), s_id.Description, new FilterMeaning.Id());
            if (type is not NodeType)
                foreach (var member in type.Members)
                    Add(result, member.FieldName, Filter(member), $"Matches {Noun.Of(member.Name)} that satisfy this filter.", new FilterMeaning.Member(member));
        });

    /// <summary>The filter for the dates and properties of relationships of a type.</summary>
    public InputObjectGraphType Filter(RelationshipType type) =>
        Build($"{NameOf(type)}FilterInput", $"Filter for {PartsOf(type)}. All fields must match.", result => AddRelationship(result, type));

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
                Add(result, field.Name, Filter(field.Target), field.Description + " `null` matches nodes without one.", new FilterMeaning.One(field));
        }
    }

    private InputObjectGraphType Many(RelationshipField field) =>
        Build($"{field.Target.Name}{field.Type.PropertiesName}ListFilterInput", $"Filter for a list of related {Noun.Of(field.Target.Name)}.", result =>
        {
            AddQuantifiers(result, Filter(field.Target), "node", hasSingle: true);
            Add(result, "edges", Build($"{field.Target.Name}{NameOf(field.Type)}EdgesFilterInput", $"Filter for the edges of a list of related {Noun.Of(field.Target.Name)}.", edges =>
                AddQuantifiers(edges, Edge(field), "edge", hasSingle: true)), "Conditions that one edge must meet, with its node.", new FilterMeaning.Edges());
            Add(result, "any", _boolean, "Whether the list has items.", new FilterMeaning.Any());
            Add(result, "count", Operations(new Property("count", ScalarKind.Int, "")), "Number of items.", new FilterMeaning.Count());
        });

    private InputObjectGraphType Edge(RelationshipField field) =>
        Build($"{field.Target.Name}{NameOf(field.Type)}EdgeFilterInput", $"Filter for an edge: {PartsOf(field.Type)}, and its node.", result =>
        {
            AddRelationship(result, field.Type);
            Add(result, "node", Filter(field.Target), "The node at the other end.", new FilterMeaning.Node());
        });

    private void AddRelationship(InputObjectGraphType result, RelationshipType type)
    {
        AddLogic(result);
        Add(result, "since", Operations(s_since), s_since.Description, new FilterMeaning.Since());
        Add(result, "until", Operations(s_until), s_until.Description, new FilterMeaning.Until());
        Add(result, "recordedAt", Operations(s_recordedAt), s_recordedAt.Description, new FilterMeaning.RecordedAt());
        foreach (var property in type.Properties)
            Add(result, property.Name, property.IsList ? Items(property) : Operations(property), property.Description, new FilterMeaning.EdgeProperty(property));
        AddEvidence(result);
    }

    private InputObjectGraphType CountSort() => Build("CountSortInput", "Sort key for a list: its size.", count =>
        Add(count, "count", _direction, "Number of items in the list.", new FilterMeaning.Count()), isOneOf: true);

    private static void AddQuantifiers(InputObjectGraphType result, InputObjectGraphType item, string noun, bool hasSingle)
    {
        Add(result, "some", item, $"At least one {noun} matches.", new FilterMeaning.Quantified(Quantifier.Some));
        Add(result, "all", item, $"Every {noun} matches. True for an empty list.", new FilterMeaning.Quantified(Quantifier.All));
        Add(result, "none", item, $"No {noun} matches. True for an empty list.", new FilterMeaning.Quantified(Quantifier.None));
        if (hasSingle)
            Add(result, "single", item, $"Exactly one {noun} matches.", new FilterMeaning.Quantified(Quantifier.Single));
    }

    /// <summary>Relationships with the same declared properties share their types.</summary>
    public static string NameOf(RelationshipType type) => type.PropertiesName ?? "Relationship";

    private static string PartsOf(RelationshipType type) =>
        type.Properties.IsEmpty ? "the dates of a relationship" : $"the dates and properties of {Noun.WithArticle(type.PropertiesName!)} relationship";

    private InputObjectGraphType Items(Property property) =>
        Build($"List{NameOf(property)}OperationFilterInput", $"Filter for a list of {NameOf(property)} values.", result =>
        {
            AddQuantifiers(result, Operations(property), "item", hasSingle: false);
            Add(result, "any", _boolean, "Whether the list has items.", new FilterMeaning.Any());
        });

    private InputObjectGraphType Operations(Property property) =>
        Build($"{NameOf(property)}OperationFilterInput", $"Filter for {Noun.WithArticle(NameOf(property))} value. All operators must match.", result =>
        {
            AddLogic(result);
            var type = _itemType(property.Enum is null ? property with { Kind = ScalarSchema.FilterKindOf(property) } : property);
            AddOperator(result, "eq", type, Comparison.Equal, "equal to", "`null` matches a missing value.");
            AddNegated(result, "neq", type, Comparison.Equal, "equal to", "`null` matches every value that is present.");
            if (!property.Type.Allows(ScalarComparisons.In))
                return;
            var list = new ListGraphType(new NonNullGraphType(type));
            AddOperator(result, "in", list, Comparison.In, "one of");
            AddNegated(result, "nin", list, Comparison.In, "one of");
            if (property.Type.Allows(ScalarComparisons.Order))
                AddOrder(result, type, property.Type.IsTime);
            if (property.Type.Allows(ScalarComparisons.Within))
                AddOperator(result, "within", type, Comparison.Within, "within the year, month or day");
            if (property.Type.Allows(ScalarComparisons.Text))
                AddText(result, type);
        });

    private static void AddOrder(InputObjectGraphType result, IGraphType type, bool isTime)
    {
        var (greater, less) = isTime ? ("after", "before") : ("greater than", "less than");
        foreach (var (name, comparison, meaning) in new[]
        {
            ("gt", Comparison.Greater, greater), ("gte", Comparison.GreaterOrEqual, greater + " or equal to"),
            ("lt", Comparison.Less, less), ("lte", Comparison.LessOrEqual, less + " or equal to"),
        })
        {
            AddOperator(result, name, type, comparison, meaning);
            AddNegated(result, "n" + name, type, comparison, meaning);
        }
    }

    private void AddText(InputObjectGraphType result, IGraphType type)
    {
        foreach (var (name, comparison, verb) in s_textOperators)
        {
            Add(result, name, type, $"{Capital(Third(verb))} the text.", new FilterMeaning.Operator(comparison));
            Add(result, "n" + name, type, $"Does not {verb} the text. True for a missing value.", new FilterMeaning.Operator(comparison, IsNegated: true));
        }
        Add(result, "folded", Build("FoldedFilterInput", "Filter for text that ignores case and diacritics: `Darien` matches `Darién`.", folded =>
        {
            var text = _itemType(s_text);
            Add(folded, "eq", text, "Equal to the text.", new FilterMeaning.Operator(Comparison.Equal));
            Add(folded, "contains", text, "Contains the text.", new FilterMeaning.Operator(Comparison.Contains));
            Add(folded, "startsWith", text, "Starts with the text.", new FilterMeaning.Operator(Comparison.StartsWith));
        }), "Compares without case and diacritics.", new FilterMeaning.Folded());
    }

    private static readonly (string Name, Comparison Comparison, string Verb)[] s_textOperators =
        [("contains", Comparison.Contains, "contain"), ("startsWith", Comparison.StartsWith, "start with"), ("endsWith", Comparison.EndsWith, "end with")];

    private static void AddOperator(InputObjectGraphType result, string name, IGraphType type, Comparison comparison, string meaning, string? ofNull = null) =>
        Add(result, name, type, Sentences($"{Capital(meaning)} this.", ofNull), new FilterMeaning.Operator(comparison));

    /// <summary>Adds the complement of an operator.</summary>
    private static void AddNegated(InputObjectGraphType result, string name, IGraphType type, Comparison comparison, string meaning, string? ofNull = null) =>
        Add(result, name, type, Sentences($"Not {meaning} this. True for a missing value.", ofNull), new FilterMeaning.Operator(comparison, IsNegated: true));

    /// <summary>"start with" is "starts with".</summary>
    private static string Third(string verb) => verb.Split(' ') is [var first, .. var rest] ? string.Join(' ', [first + "s", .. rest]) : verb;
    private static string Sentences(string first, string? second) => second is null ? first : $"{first} {second}";
    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The sort keys of nodes of a type. The types of a union have only ids in common.</summary>
    public InputObjectGraphType Sort(CompositeType type) => type is FieldedType fielded
        ? Build($"{type.Name}SortInput", $"Sort key for {Noun.Of(type.Name)}. Exactly one field must be given.", result =>
        {
            Add(result, "id", _direction, s_id.Description, new FilterMeaning.Id());
            AddSorts(result, fielded);
        }, isOneOf: true)
        : Build("NodeSortInput", "Sort key for nodes of several types.", result => Add(result, "id", _direction, s_id.Description, new FilterMeaning.Id()), isOneOf: true);

    /// <summary>The sort keys for the dates and properties of relationships of a type.</summary>
    public InputObjectGraphType Sort(RelationshipType type) =>
        Build($"{NameOf(type)}SortInput", $"Sort key for edges: {PartsOf(type)}. Exactly one field must be given.", result =>
        {
            Add(result, "since", _direction, s_since.Description, new FilterMeaning.Since());
            Add(result, "until", _direction, s_until.Description, new FilterMeaning.Until());
            Add(result, "recordedAt", _direction, s_recordedAt.Description, new FilterMeaning.RecordedAt());
            foreach (var property in type.Properties.Where(p => !p.IsList))
                Add(result, property.Name, _direction, property.Description, new FilterMeaning.EdgeProperty(property));
            AddEvidenceSorts(result);
        }, isOneOf: true);

    private void AddSorts(InputObjectGraphType result, FieldedType type)
    {
        foreach (var property in type.Properties.Where(p => !p.IsList))
            Add(result, property.Name, _direction, property.Description, new FilterMeaning.NodeProperty(property));
        Add(result, "recordedAt", _direction, s_recordedAt.Description, new FilterMeaning.RecordedAt());
        foreach (var field in type.Relationships)
        {
            if (field.IsList)
                Add(result, field.Name, CountSort(), field.Description, new FilterMeaning.Many(field));
            else
                Add(result, field.Name, Sort(field.Target), field.Description, new FilterMeaning.One(field));
        }
    }

    private static void AddLogic(InputObjectGraphType result)
    {
        var several = new ListGraphType(new NonNullGraphType(result));
        Add(result, "and", several, "All must match.", new FilterMeaning.And());
        Add(result, "or", several, "At least one must match.", new FilterMeaning.Or());
        Add(result, "not", result, "Must not match.", new FilterMeaning.Not());
    }

    private InputObjectGraphType Build(string name, string description, Action<InputObjectGraphType> fill, bool isOneOf = false)
    {
        if (_types.TryGetValue(name, out var built))
            return built;
        var result = new InputObjectGraphType { Name = name, Description = description, IsOneOf = isOneOf };
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

    private static string NameOf(Property property) => property.Enum?.Name ?? ScalarSchema.FilterKindOf(property).ToString();
}
