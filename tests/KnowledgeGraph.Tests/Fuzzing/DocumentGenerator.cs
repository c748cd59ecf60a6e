using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>Makes small random documents by walking the schema: fields, arguments, filters, orders, fragments, directives and variables.</summary>
internal sealed partial class DocumentGenerator
{
    /// <summary>Steps to other nodes.</summary>
    private const int MaxDepth = 3;
    private readonly Choices _choices;
    private readonly ISchema _types;
    private readonly FuzzedValues _values;
    private readonly FuzzedDocument _document = new();
    /// <summary>The meaning of each response key. A key that is used again must mean the same, or the fields do not merge.</summary>
    private readonly Dictionary<string, string> _keys = [];
    /// <summary>A field that random choices seldom come to; added wherever its type is selected. Null for none.</summary>
    private FieldType? _needed;
    private int _turn;
    /// <summary>How many more selections are chosen at random.</summary>
    private int _budget = 10;
    private int _names;

    private DocumentGenerator(Choices choices, GraphSchema schema, FuzzedGraph graph)
    {
        (_choices, _types) = (choices, schema.Types);
        _values = new FuzzedValues(choices, graph, f => _document.Features.Add(f));
    }

    /// <param name="number">Decides the first root field, so that each field is asked for equally often.</param>
    public static FuzzedDocument Next(Choices choices, GraphSchema schema, FuzzedGraph graph, int number) => new DocumentGenerator(choices, schema, graph).Generate(number);

    private FuzzedDocument Generate(int number)
    {
        _values.MayBeInvalid = _choices.Chance(5);
        var roots = Fields(_types.Query);
        var country = (IComplexGraphType)_types.AllTypes["Country"]!;
        List<FieldType> alsoNeeded = [.. Fields(country).Where(f => f.Metadata[GraphSchema.MeaningKey] is FieldMeaning.Reliance or FieldMeaning.Relationships)];
        var first = number % (roots.Count + alsoNeeded.Count);
        _turn = number;
        _needed = first < roots.Count ? null : alsoNeeded[first - roots.Count];
        AddRoot(_needed is null ? roots[first] : _types.Query.Fields.Find("country")!);
        if (_choices.Chance(10))
            AddRoot(_choices.Of(roots));
        if (_choices.Chance(2))
            _document.Roots.Add(new Selection("__type", new() { ["name"] = _choices.Of(["Country", "Query", "NONE", ""]) }, [], [Leaf("kind"), Leaf("name")]));
        var date = _types.Directives.Find("asOf")!.Arguments!.Find("date")!;
        // Without a variable, all requests of the document would be the same.
        if (_document.Variables.Count == 0 || _choices.Chance(25))
        {
            Note("argument @asOf.date");
            _document.AsOf["date"] = _document.Variables.Count == 0
                ? Variable("PartialDate", () => _choices.Chance(30) ? _values.Scalar(date.ResolvedType!.GetNamedType(), date.Name) : null) : Value(date);
        }
        if (_needed is null && roots[first].Name == "relationships")
            AddEndsOfRelationships();
        // Values of variables are drawn from now on.
        _values.MayBeInvalid = true;
        return _document;
    }

    /// <summary>Only this field filters by the ends and types of relationships, and few random filters of them find anything.</summary>
    private void AddEndsOfRelationships()
    {
        Note("filter End");
        Note("filter RelationshipTypeName");
        var countries = new Dictionary<string, object?> { ["id"] = new Dictionary<string, object?> { ["startsWith"] = "country:" } };
        var where = new Dictionary<string, object?> { ["from"] = countries, ["type"] = new Dictionary<string, object?> { ["neq"] = new InputValue.EnumName("PARTY_TO") } };
        _document.Roots.Add(new Selection("ends: relationships", new() { ["first"] = new InputValue.Number("2"), ["where"] = where }, [], [Leaf("totalCount")]));
    }

    private void AddRoot(FieldType field)
    {
        var selection = Field(field, MaxDepth);
        if (_choices.Chance(90))
            _document.Roots.Add(selection);
        else
            _document.Roots.Add(new Selection(_choices.Chance(50) ? "..." : "... on Query", [], Directives(), [selection]));
    }

    /// <summary>The fields to draw from. Nobody sends the operations, and nobody has proposed anything, so that these fields would be empty.</summary>
    private static List<FieldType> Fields(IComplexGraphType type) =>
        [.. type.Fields.Where(f => f.Metadata.TryGetValue(GraphSchema.MeaningKey, out var meaning) && meaning is not (FieldMeaning.Proposals or FieldMeaning.ProposalById or FieldMeaning.Viewer)).OrderBy(f => f.Name, StringComparer.Ordinal)];

    private void Note(string feature) => _document.Features.Add(feature);

    private static Selection Leaf(string head) => new(head, [], [], null);

    private List<Selection> Selections(IGraphType type, int depth)
    {
        var selections = new List<Selection>();
        if (type is IComplexGraphType connection && connection.Fields.Find("pageInfo") is not null)
            AddConnection(connection, depth, selections);
        else
        {
            // At least one leaf, so that there is data.
            selections.Add(type is IComplexGraphType complex && LeafField(complex) is { } leaf ? Field(leaf, 0)
                : type is UnionGraphType ? new Selection("... on Node", [], [], [Leaf(Key("id", "", "ID!") + "id")]) : TypeName());
            if (_needed is not null && type is IComplexGraphType owner && owner.Fields.Find(_needed.Name) == _needed && depth > 0)
                selections.Add(Field(_needed, depth));
            for (var count = _choices.Below(3); count > 0; count--)
                selections.Add(Selection(type, depth));
        }
        return selections;
    }

    private FieldType? LeafField(IComplexGraphType type) =>
        Fields(type).FindAll(f => f.ResolvedType!.GetNamedType() is ScalarGraphType) is { Count: > 0 } leaves ? _choices.Of(leaves) : null;

    private void AddConnection(IComplexGraphType type, int depth, List<Selection> selections)
    {
        foreach (var field in Fields(type))
            if (_choices.Chance(field.Name switch { "edges" => 45, "nodes" => 45, "totalCount" => 20, "pageInfo" => 20, _ => 25 }))
                selections.Add(Field(field, depth));
        if (selections.Count == 0)
            selections.Add(Field(type.Fields.Find(_choices.Of(["edges", "nodes"]))!, depth));
    }

    private Selection Selection(IGraphType type, int depth)
    {
        if (--_budget < 0 || depth <= 0)
            return type is IComplexGraphType complex && LeafField(complex) is { } leaf ? Field(leaf, 0) : TypeName();
        return _choices.Below(12) switch
        {
            0 => TypeName(),
            1 => InlineFragment(type, depth),
            2 => Spread(type, depth),
            _ when type is IComplexGraphType complex && (type is not IInterfaceGraphType || _choices.Chance(60)) => Field(AnyField(complex), depth),
            _ => InlineFragment(type, depth),
        };
    }

    /// <summary>Leaves, and fields with arguments of their own, are chosen more often than their number says: most fields are connections and aggregates.</summary>
    private FieldType AnyField(IComplexGraphType type)
    {
        if (_choices.Chance(40) && LeafField(type) is { } leaf)
            return leaf;
        var special = Fields(type).FindAll(f =>
            f.Metadata[GraphSchema.MeaningKey] is FieldMeaning.Reliance or FieldMeaning.Relationships or FieldMeaning.InEffect or FieldMeaning.GroupBy);
        return _choices.Of(special.Count > 0 && _choices.Chance(40) ? [.. _choices.Of([.. special.GroupBy(f => f.Metadata[GraphSchema.MeaningKey]!.GetType())])] : Fields(type));
    }

    private Selection TypeName() => Leaf(Key("__typename", "", "String!") + "__typename") with { Directives = Directives() };

    private Selection InlineFragment(IGraphType type, int depth)
    {
        Note("inline fragment");
        var condition = Condition(type);
        return new Selection(condition == type && _choices.Chance(50) ? "..." : $"... on {condition.Name}", [], Directives(), Selections(condition, depth));
    }

    private Selection Spread(IGraphType type, int depth)
    {
        Note("fragment spread");
        var condition = Condition(type);
        var known = _document.Fragments.FindAll(f => f.Type == condition.Name);
        if (known.Count == 0 || _choices.Chance(50))
        {
            known = [($"F{_names++}", condition.Name, Selections(condition, depth))];
            _document.Fragments.AddRange(known);
        }
        return new Selection("..." + _choices.Of(known).Name, [], Directives(), null);
    }

    /// <summary>The type, one of its possible types, or an interface or a union that shares one with it.</summary>
    private IGraphType Condition(IGraphType type)
    {
        var members = type is IAbstractGraphType { PossibleTypes: var possible } ? possible.ToList() : [(IObjectGraphType)type];
        return _choices.Of<IGraphType>([type, .. members, .. members, .. _types.AllTypes.OfType<IAbstractGraphType>()
            .Where(t => t.PossibleTypes.Any(members.Contains)).OrderBy(t => t.Name, StringComparer.Ordinal)]);
    }

    private Selection Field(FieldType field, int depth)
    {
        var named = field.ResolvedType!.GetNamedType();
        var cursors = new List<string>();
        var arguments = Arguments(field, cursors);
        var isLeaf = named is ScalarGraphType;
        var shape = isLeaf ? field.ResolvedType!.ToString()! : field.ResolvedType!.ToString()!.Replace(named.Name, "", StringComparison.Ordinal);
        var text = string.Join(", ", arguments.Select(a => $"{a.Key}: {InputValue.Literal(a.Value)}"));
        var key = Key(field.Name, text, shape);
        List<Selection>? below = null;
        if (!isLeaf)
        {
            // Only a step to other nodes makes the response larger.
            below = Selections(named, named.Name == "PageInfo" || named.Name.EndsWith("Connection", StringComparison.Ordinal) ? depth : depth - 1);
            if (cursors is [var end, var start])
                below.Add(new Selection("pageInfo", [], [], [Leaf($"{end}: endCursor"), Leaf($"{start}: startCursor")]));
        }
        return new Selection(key + field.Name, arguments, Directives(), below);
    }

    /// <summary>An alias and a colon, or nothing if the field keeps its name.</summary>
    private string Key(string field, string arguments, string shape)
    {
        var meaning = $"{field}({arguments}) {shape}";
        // pageInfo keeps its name, so that selections added to it for cursors merge.
        var key = _choices.Chance(80) || field == "pageInfo" ? field : _choices.Of(["a", "b", "name", "id", "edges", "data"]);
        if (!_keys.TryAdd(key, meaning) && _keys[key] != meaning)
            _keys.Add(key = $"k{_names++}", meaning);
        if (key == field)
            return "";
        Note("alias");
        return key + ": ";
    }

    private List<string> Directives() => _choices.Below(16) switch
    {
        0 => [Directive("skip", 80)],
        1 => [Directive("include", 20)],
        2 when _choices.Chance(30) => [Directive("skip", 80), Directive("include", 20)],
        _ => [],
    };

    /// <param name="falsePercent">Most selections stay.</param>
    private string Directive(string name, int falsePercent)
    {
        Note("directive " + name);
        object? Draw() => !_choices.Chance(falsePercent);
        return $"@{name}(if: {InputValue.Literal(_choices.Chance(50) ? Variable("Boolean!", Draw, isStructure: true) : Draw())})";
    }
}
