using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>Arguments of fields: literals, and variables that are given, left out, null, or have a default.</summary>
internal sealed partial class DocumentGenerator
{
    /// <param name="cursors">Receives response keys for an end and a start cursor, if cursors of the connection are needed.</param>
    private Dictionary<string, object?> Arguments(FieldType field, List<string> cursors)
    {
        var given = new Dictionary<string, object?>();
        foreach (var argument in (field.Arguments ?? []).OrderBy(a => a.Name, StringComparer.Ordinal))
            if (IsGiven(argument, field))
                given.Add(argument.Name, Value(argument, field));
        // Both seldom name the same node.
        if (field.Arguments?.Find("code") is not null && (given.Count == 0 || _choices.Chance(5)))
            given.Add("code", Value(field.Arguments.Find("code")!, field));
        if (field.Arguments?.Find("after") is not null)
            AddPage(field, given, cursors);
        if (given.ContainsKey("from") && given.ContainsKey("to") && field.Metadata[GraphSchema.MeaningKey] is FieldMeaning.Paths or FieldMeaning.Connected)
            AddEnds(given);
        foreach (var name in given.Keys)
            Note("argument " + name);
        return given;
    }

    private bool IsGiven(QueryArgument argument, FieldType field) => argument.Name switch
    {
        "after" or "before" or "last" => false,
        "first" => field.Arguments!.Find("after") is null && _choices.Chance(50),
        "where" or "order" => _choices.Chance(field.Metadata[GraphSchema.MeaningKey] is FieldMeaning.Relationships or FieldMeaning.AllRelationships or FieldMeaning.Reliance ? 80 : 42),
        "whereEdge" or "orderEdge" => _choices.Chance(30),
        "id" when argument.ResolvedType is not NonNullGraphType => _choices.Chance(55),
        "code" => false,
        "maxLength" => _choices.Chance(85),
        "types" when field.Arguments!.Find("to") is not null => _choices.Chance(15),
        _ => argument.ResolvedType is NonNullGraphType || _choices.Chance(35),
    };

    private void AddEnds(Dictionary<string, object?> given)
    {
        var (from, to) = _values.Ends();
        if (_choices.Chance(50))
            (given["from"], given["to"]) = (from, to);
        else
        {
            // One draw gives both ends, since a second one would hardly be connected to the first.
            var other = to;
            given["from"] = Variable("ID!", () =>
            {
                (var next, other) = _values.Ends();
                return next;
            });
            given["to"] = Variable("ID!", () => other);
        }
    }

    private void AddPage(FieldType field, Dictionary<string, object?> given, List<string> cursors)
    {
        var isFromEnd = _choices.Chance(30);
        var size = field.Arguments!.Find(isFromEnd ? "last" : "first")!;
        if (isFromEnd || _choices.Chance(80))
            given.Add(size.Name, Value(size, field));
        if (_choices.Chance(2))
        {
            Note("odd page");
            given.TryAdd(isFromEnd ? "first" : "last", _values.Size());
        }
        foreach (var name in (string[])["after", "before"])
            if (_choices.Chance(isFromEnd == (name == "before") ? 30 : 5))
            {
                if (cursors.Count == 0)
                    cursors.AddRange([$"c{_names++}", $"c{_names++}"]);
                given.Add(name, Variable("String", () => _choices.Chance(3) ? OddCursor() : null, cursors: [.. cursors]));
            }
    }

    private string OddCursor()
    {
        Note("odd cursor");
        return _choices.Of(FuzzedValues.OddCursors);
    }

    private object? Value(QueryArgument argument, FieldType? field = null)
    {
        var type = argument.ResolvedType!;
        if (argument.Name is "where" or "whereEdge")
            return Whole(type, () => Filter((IInputObjectGraphType)type.GetNamedType(), depth: _choices.Chance(30) ? 4 : 3));
        if (argument.Name is "order" or "orderEdge" or "by")
            return Whole(type, () => Items(
                1 + _choices.Below(2), () => argument.Name is "order" or "orderEdge" ? Term((IInputObjectGraphType)type.GetNamedType(), 2) : _values.Scalar(type.GetNamedType(), "by")));
        object? Draw() => Choose(argument, field);
        if (type is not NonNullGraphType && _choices.Chance(3))
            return Odd<object>("null", null);
        if (_choices.Chance(55))
            return Draw();
        var byDefault = _choices.Chance(15) ? InputValue.Literal(Draw()) : null;
        return argument.Name is "types" or "direction" or "maxLength" ? OneOfTwo(type, Draw, byDefault) : Variable(type.ToString()!, Draw, byDefault: byDefault);
    }

    private T? Odd<T>(string kind, T? value)
    {
        Note("odd " + kind);
        return value;
    }

    /// <summary>A literal with variables in it, or one variable.</summary>
    private object? Whole(IGraphType type, Func<object?> draw)
    {
        if (type is not NonNullGraphType && _choices.Chance(3))
            return Odd<object>("null", null);
        if (_choices.Chance(80))
            return draw();
        Note("structure in a variable");
        _isInVariable = true;
        var variable = OneOfTwo(type, draw);
        _isInVariable = false;
        return variable;
    }

    /// <summary>A variable with one of two values, since Neo4j plans a statement for each.</summary>
    private InputValue.VariableName OneOfTwo(IGraphType type, Func<object?> draw, string? byDefault = null)
    {
        object?[] drawn = [draw(), draw()];
        return Variable(type.ToString()!, () => InputValue.Copy(_choices.Of(drawn)), isStructure: true, byDefault: byDefault);
    }

    /// <summary>Variables' values cannot have variables in them.</summary>
    private bool _isInVariable;

    private List<object?> Items(int count, Func<object?> draw) => count == 0 ? Odd<List<object?>>("empty list", [])! : [.. Enumerable.Range(0, count).Select(_ => draw())];

    private InputValue.VariableName Variable(string type, Func<object?> draw, List<string>? cursors = null, bool isStructure = false, string? byDefault = null)
    {
        var name = $"v{_names++}";
        Note(byDefault is null ? "variable" : "variable with a default");
        _document.Variables.Add(new VariableDefinition(name, type, byDefault, draw, isStructure, cursors ?? []));
        return new InputValue.VariableName(name);
    }

    private object? Choose(QueryArgument argument, FieldType? field)
    {
        var named = argument.ResolvedType!.GetNamedType();
        var isList = argument.ResolvedType is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType };
        return argument.Name switch
        {
            // GraphQL takes one value for a list of one.
            _ when isList && _choices.Chance(5) => Odd("one value as a list", Choose(argument.Name, named, field)),
            _ when isList => Items(_choices.Chance(6) ? 0 : 1 + _choices.Below(argument.Name == "types" ? 6 : 3), () => Choose(argument.Name, named, field)),
            _ => Choose(argument.Name, named, field),
        };
    }

    private object Choose(string argument, IGraphType type, FieldType? field) => argument switch
    {
        "first" or "last" => _values.Size(),
        "maxLength" => _values.PathLength(),
        "text" => _values.Search(),
        "code" => _values.Code(),
        "objective" => _values.Id(TestGraph.Model.NodeTypes.Where(t => t.Name == "Objective")),
        "id" when field?.Metadata[GraphSchema.MeaningKey] is FieldMeaning.ChangeById && _choices.Chance(95) => "change:1",
        "id" => _values.Id(field?.Metadata[GraphSchema.MeaningKey] is FieldMeaning.ById byId ? byId.Type.Members : null),
        "ids" or "about" or "from" or "to" when type.Name == "ID" => _values.Id(),
        _ => _values.Scalar(type, argument),
    };
}
