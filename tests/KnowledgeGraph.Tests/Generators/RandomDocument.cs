using System.Text;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>A valid document made from the schema, and variables for it.</summary>
internal sealed partial class RandomDocument
{
    private readonly Choices _choices;
    private readonly ISchema _types;
    private readonly NaiveGraph _graph;
    private readonly List<string> _variableDefinitions = [];
    private readonly Dictionary<string, object?> _variables = [];
    private readonly List<(string Name, string Type, string Text)> _fragments = [];
    /// <summary>What a response key stands for: wherever it is used again it must be the same, so that fields merge.</summary>
    private readonly Dictionary<string, string> _keys = [];
    private int _budget;
    private int _names;

    private RandomDocument(Choices choices, ISchema types, NaiveGraph graph, int budget) =>
        (_choices, _types, _graph, _budget) = (choices, types, graph, budget);

    public string Text { get; private set; } = "";
    public IReadOnlyDictionary<string, object?> Variables => _variables;

    /// <param name="graph">Whose ids and codes it mostly asks for.</param>
    /// <param name="budget">About how many fields.</param>
    public static RandomDocument Next(Choices choices, GraphSchema schema, NaiveGraph graph, int budget)
    {
        var document = new RandomDocument(choices, schema.Types, graph, budget);
        var selections = document.Selections(schema.Types.Query, depth: 5);
        var asOf = document.Directive("asOf", 50) + document.Directive("evidence", 30);
        var variables = document._variableDefinitions.Count > 0 ? $"({string.Join(", ", document._variableDefinitions)})" : "";
        document.Text = $"query Q{variables}{asOf} {selections}\n" + string.Join('\n', document._fragments.Select(f => $"fragment {f.Name} on {f.Type} {f.Text}"));
        return document;
    }

    /// <summary>A directive of the operation with some of its arguments.</summary>
    private string Directive(string name, int chance)
    {
        if (!_choices.Chance(chance))
            return "";
        var all = _types.Directives.Find(name)!.Arguments!;
        var given = all.Where(a => a.Name == "date" || _choices.Chance(a.Name == "presumed" ? 25 : 50)).Select(a => $"{a.Name}: {Value(a, null)}").ToList();
        return given.Count == 0 ? $" @{name}" : $" @{name}({string.Join(", ", given)})";
    }

    private string Selections(IGraphType type, int depth)
    {
        var text = new StringBuilder("{");
        for (var count = 1 + _choices.Below(4); count > 0; count--)
            text.Append(' ').Append(Selection(type, depth));
        return text.Append(" }").ToString();
    }

    private string Selection(IGraphType type, int depth) => _choices.Below(10) switch
    {
        _ when depth <= 0 || --_budget < 0 => ScalarOf(type),
        0 => Fragment(type, depth),
        1 => Spread(type, depth),
        _ when type is IComplexGraphType complex && (type is not IInterfaceGraphType || _choices.Chance(60)) => Field(complex, depth),
        _ => Fragment(type, depth),
    };

    /// <summary>An inline fragment on a type that the selection's may be, on one that it has, or on none.</summary>
    private string Fragment(IGraphType type, int depth)
    {
        var condition = Condition(type);
        return condition == type && _choices.Chance(50)
            ? $"...{Directives()} {Selections(type, depth)}"
            : $"... on {condition.Name}{Directives()} {Selections(condition, depth)}";
    }

    private string Spread(IGraphType type, int depth)
    {
        var condition = Condition(type);
        var known = _fragments.FindAll(f => f.Type == condition.Name);
        if (known.Count == 0 || _choices.Chance(40))
        {
            var selections = Selections(condition, depth);
            known = [($"F{_names++}", condition.Name, selections)];
            _fragments.AddRange(known);
        }
        return $"...{_choices.Of(known).Name}{Directives()}";
    }

    private IGraphType Condition(IGraphType type)
    {
        var members = type is IAbstractGraphType { PossibleTypes: var possible } ? possible.ToList() : [(IObjectGraphType)type];
        return _choices.Of<IGraphType>([type, .. members, .. _types.AllTypes.OfType<IAbstractGraphType>()
            .Where(t => t.PossibleTypes.Any(p => members.Contains(p))).OrderBy(t => t.Name, StringComparer.Ordinal)]);
    }

    private string Field(IComplexGraphType type, int depth)
    {
        if (_choices.Chance(8))
            return ScalarOf(null);
        return Field(_choices.Of(Fields(type)), depth);
    }

    /// <summary>Deep enough: something that has no fields of its own.</summary>
    private string ScalarOf(IGraphType? type) =>
        type is IComplexGraphType complex && Fields(complex).FindAll(f => f.ResolvedType!.GetNamedType() is ScalarGraphType) is { Count: > 0 } leaves
            ? Field(_choices.Of(leaves), 0) : Key("__typename", "", "String!") + "__typename" + Directives();

    /// <summary>What has properties of its own is left out: paths, timelines, lists of all relationships; and sums.</summary>
    private static List<FieldType> Fields(IComplexGraphType type) => [.. type.Fields.Where(f => f.Metadata[GraphSchema.MeaningKey]
        is not (FieldMeaning.Relationships or FieldMeaning.GraphInfo or FieldMeaning.Viewer or FieldMeaning.Paths or FieldMeaning.Connected or FieldMeaning.Timeline or FieldMeaning.Proposals or FieldMeaning.ProposalById or FieldMeaning.Changes or FieldMeaning.ChangeById or FieldMeaning.History
            or FieldMeaning.Leaf { What: Leaf.Sum } or FieldMeaning.Leaf { What: Leaf.Average }))];

    private string Field(FieldType field, int depth)
    {
        var named = field.ResolvedType!.GetNamedType();
        var arguments = Arguments(field);
        var isLeaf = named is ScalarGraphType;
        var shape = isLeaf ? field.ResolvedType!.ToString()! : field.ResolvedType!.ToString()!.Replace(named.Name, "", StringComparison.Ordinal);
        var key = Key(field.Name, arguments, shape);
        // A step to other nodes is what makes an answer large
        var below = named.Name == "PageInfo" || named.Name.EndsWith("Connection", StringComparison.Ordinal) ? depth : depth - 1;
        return key + field.Name + arguments + Directives() + (isLeaf ? "" : " " + Selections(named, below));
    }

    /// <summary>An alias, and a colon; nothing where the field keeps its name.</summary>
    private string Key(string field, string arguments, string shape)
    {
        var meaning = $"{field}{arguments} {shape}";
        var key = _choices.Chance(75) ? field : _choices.Of(["a", "b", "name", "id", "edges", "data"]);
        if (!_keys.TryAdd(key, meaning) && _keys[key] != meaning)
            _keys.Add(key = $"k{_names++}", meaning);
        return key == field ? "" : key + ": ";
    }

    private string Directives() => _choices.Below(12) switch
    {
        0 => $" @skip(if: {If()})",
        1 => $" @include(if: {If()})",
        2 => $" @skip(if: {If()}) @include(if: {If()})",
        _ => "",
    };

    private string If()
    {
        if (_choices.Chance(30))
            return _choices.Chance(50) ? "true" : "false";
        var name = $"v{_names++}";
        _variableDefinitions.Add($"${name}: Boolean{(_choices.Chance(50) ? "!" : " = " + (_choices.Chance(50) ? "true" : "false"))}");
        if (_variableDefinitions[^1].EndsWith('!') || _choices.Chance(50))
            _variables.Add(name, _choices.Chance(50));
        return "$" + name;
    }

    private string Arguments(FieldType field)
    {
        var given = new List<string>();
        // Two ways to name one thing: at least one of them, and seldom both
        if (field.Arguments?.Find("code") is { } code)
        {
            var id = field.Arguments.Find("id")!;
            given = _choices.Below(5) switch
            {
                // Of different nodes they are an error.
                0 when _graph.Nodes.FindAll(n => n.Text("iso2") is not null) is { Count: > 0 } countries && _choices.Of(countries) is var one =>
                    [$"id: \"{one.Id}\"", $"code: \"{one.Text(_choices.Of(["iso2", "iso3"]))}\""],
                1 or 2 => [$"code: {Value(code, field)}"],
                _ => [$"id: {Literal(id, field)}"],
            };
        }
        else
            foreach (var argument in (field.Arguments ?? []).Where(a => a.Name is not ("after" or "before" or "last")))
                if (argument.Name is "where" or "whereEdge" or "order" or "orderEdge")
                {
                    if (_choices.Chance(25))
                        given.Add($"{argument.Name}: {(argument.Name is "where" or "whereEdge" ? Where(argument) : Order(argument))}");
                }
                else if (argument.ResolvedType is NonNullGraphType || _choices.Chance(argument.Name == "asOf" ? 10 : 35))
                    given.Add($"{argument.Name}: {Value(argument, field)}");
        if (field.Arguments?.Find("last") is { } last && !given.Exists(g => g.StartsWith("first", StringComparison.Ordinal)) && _choices.Chance(20))
            given.Add($"last: {Value(last, field)}");
        return given.Count == 0 ? "" : $"({string.Join(", ", given)})";
    }

    /// <summary>A literal, or a variable that is given, left out, null or has a default, as its type allows.</summary>
    private string Value(QueryArgument argument, FieldType? field)
    {
        if (_choices.Chance(60))
            return argument.ResolvedType is not NonNullGraphType && argument.DefaultValue is null && argument.Name is not ("id" or "code") && _choices.Chance(8)
                ? "null" : Literal(argument, field);
        var name = $"v{_names++}";
        var isRequired = argument.ResolvedType is NonNullGraphType;
        var hasDefault = _choices.Chance(30);
        _variableDefinitions.Add($"${name}: {argument.ResolvedType}{(hasDefault ? " = " + Literal(argument, field) : "")}");
        if (isRequired ? !hasDefault || _choices.Chance(50) : _choices.Chance(60))
            _variables.Add(name, !isRequired && _choices.Chance(15) ? null : Choose(argument, field));
        return "$" + name;
    }

    private string Literal(QueryArgument argument, FieldType? field) => Choose(argument, field) switch
    {
        int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        string text => argument.ResolvedType!.GetNamedType() is EnumerationGraphType ? text : $"\"{text}\"",
        IEnumerable<object?> list => $"[{string.Join(", ", list.Select(i => argument.ResolvedType!.GetNamedType() is EnumerationGraphType ? i : $"\"{i}\""))}]",
        var other => throw new NotSupportedException(other?.ToString()),
    };

    private object Choose(QueryArgument argument, FieldType? field) => argument.Name switch
    {
        "by" => _choices.Some(((EnumerationGraphType)argument.ResolvedType!.GetNamedType()).Values.Select(v => (object?)v.Name), 2),
        "ids" => Enumerable.Range(0, _choices.Below(4)).Select(_ => (object?)Id(null)).ToList(),
        "id" => Id(field),
        "text" => string.Join(' ', Enumerable.Range(0, 1 + _choices.Below(4)).Select(_ => _choices.Of(["panama", "a", "the", "ss", "b", "né", "qué", "zurich", "pnaama", "панама", "ab", "x"]))),
        "types" => _choices.Some(((EnumerationGraphType)argument.ResolvedType!.GetNamedType()).Values.Select(v => (object?)v.Name), 6),
        "objective" => _choices.Of(RandomValues.Ids[_choices.Chance(95) ? "objective" : "country"]),
        "code" => _choices.Chance(80) && _graph.Nodes.FindAll(n => n.Text("iso2") is not null) is { Count: > 0 } countries
            ? _choices.Of(countries).Text(_choices.Of(["iso2", "iso3"]))! : _choices.Code(2 + _choices.Below(2)),
        "first" or "last" => _choices.Of([0, 1, 2, 3, 10]),
        "without" => Enumerable.Range(0, _choices.Below(3)).Select(_ => (object?)_choices.Of(RandomValues.Ids[_choices.Of(["report", "outlet", "journalist"])])).ToList(),
        "minOrigins" => _choices.Of([0, 1, 2, 3]),
        "presumed" or "fuzzy" => _choices.Chance(30),
        "publishedBy" or "on" or "date" or "asOf" => _choices.Of(RandomValues.Dates),
        "minStrength" => _choices.Of(["EXPLICIT", "IMPLIED"]),
        _ => throw new NotSupportedException(argument.Name),
    };

    /// <summary>Mostly of a node that is there, and of the field's type.</summary>
    private string Id(FieldType? field)
    {
        if (_choices.Chance(5))
            return "nobody";
        var types = field?.Metadata[GraphSchema.MeaningKey] is FieldMeaning.ById byId && _choices.Chance(90) ? byId.Type.Members : _graph.Model.NodeTypes;
        var nodes = _graph.Nodes.FindAll(n => types.Contains(n.Record.Type));
        return nodes.Count > 0 && _choices.Chance(95) ? _choices.Of(nodes).Id : _choices.Of(RandomValues.Ids[_choices.Of(types).Prefix]);
    }
}
