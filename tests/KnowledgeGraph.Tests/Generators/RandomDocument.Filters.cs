using System.Globalization;
using System.Text;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>Filters and orders of any type: written out, with variables in them, or one variable whole.</summary>
internal sealed partial class RandomDocument
{
    /// <summary>A value within a filter; an enum's is written without quotes.</summary>
    private sealed record Operand(object? Value, IGraphType Type);

    private string Where(QueryArgument argument) => Written(argument, Filter((IInputObjectGraphType)argument.ResolvedType!.GetNamedType(), depth: 3));

    private string Order(QueryArgument argument)
    {
        var type = (IInputObjectGraphType)argument.ResolvedType!.GetNamedType();
        return Written(argument, Enumerable.Range(0, 1 + _choices.Below(2)).Select(_ => (object?)Term(type)).ToList());
    }

    private string Written(QueryArgument argument, object? value)
    {
        if (_choices.Chance(70))
            return Write(value);
        return Variable(argument.ResolvedType!.ToString()!, Plain(value));
    }

    private string Variable(string type, object? value)
    {
        var name = $"v{_names++}";
        _variableDefinitions.Add($"${name}: {type}");
        _variables.Add(name, value);
        return "$" + name;
    }

    private static object? Plain(object? value) => value switch
    {
        Operand operand => operand.Value,
        Dictionary<string, object?> fields => fields.ToDictionary(f => f.Key, f => Plain(f.Value)),
        List<object?> list => list.ConvertAll(Plain),
        _ => value,
    };

    private string Write(object? value) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        Dictionary<string, object?> fields => $"{{ {string.Join(", ", fields.Select(f => $"{f.Key}: {Write(f.Value)}"))} }}",
        List<object?> list => $"[{string.Join(", ", list.Select(Write))}]",
        Operand { Value: null } => "null",
        Operand { Value: string text, Type: EnumerationGraphType } operand => _choices.Chance(80) ? text : Variable(operand.Type.Name + "!", text),
        Operand { Value: string text } when text.All(c => c is >= ' ' and < '\u007f' and not ('"' or '\\')) && _choices.Chance(80) => $"\"{text}\"",
        Operand { Value: int number } when _choices.Chance(80) => number.ToString(CultureInfo.InvariantCulture),
        Operand operand => Variable(operand.Type.Name, operand.Value),
        _ => throw new NotSupportedException(value.ToString()),
    };

    private Dictionary<string, object?> Filter(IInputObjectGraphType type, int depth)
    {
        var filter = new Dictionary<string, object?>();
        foreach (var field in _choices.Some(type.Fields.Where(f => depth > 0 || IsLeafKey(f)), 2))
            filter.Add(field.Name, FilterValue(field, type, depth - 1));
        return filter;
    }

    private static bool IsLeafKey(FieldType field) => field.Metadata[GraphSchema.MeaningKey]
        is FilterMeaning.Operator or FilterMeaning.Id or FilterMeaning.NodeProperty or FilterMeaning.Since or FilterMeaning.Until or FilterMeaning.EdgeProperty
            or FilterMeaning.RecordedAt or FilterMeaning.Contested or FilterMeaning.InEffect or FilterMeaning.Standing or FilterMeaning.Any or FilterMeaning.Folded;

    private object? FilterValue(FieldType field, IInputObjectGraphType type, int depth)
    {
        var named = field.ResolvedType!.GetNamedType();
        switch ((FilterMeaning)field.Metadata[GraphSchema.MeaningKey]!)
        {
            case FilterMeaning.And or FilterMeaning.Or:
                return Enumerable.Range(0, _choices.Below(3)).Select(_ => (object?)Filter(type, depth)).ToList();
            case FilterMeaning.Operator { Comparison: Comparison.In }:
                return Enumerable.Range(0, _choices.Below(3)).Select(_ => (object?)AnyOperand(named)).ToList();
            case FilterMeaning.Operator { Comparison: Comparison.Equal } when type.Name != "FoldedFilterInput" && _choices.Chance(15):
                return null;
            case FilterMeaning.Operator: return AnyOperand(named);
            case FilterMeaning.Any: return _choices.Chance(50);
            case FilterMeaning.One when _choices.Chance(25): return null;
            default: return Filter((IInputObjectGraphType)named, depth);
        }
    }

    private Operand AnyOperand(IGraphType type) => new(type switch
    {
        EnumerationGraphType values => _choices.Of(values.Values.ToList()).Name,
        { Name: "Boolean" } => _choices.Chance(50),
        { Name: "Int" } => _choices.Below(4),
        { Name: "Float" } => _choices.Of<double>([0, 1, -1.5, 0.1, 500000, 1e21]),
        { Name: "PartialDate" } => _choices.Of(RandomValues.Dates),
        { Name: "DateTime" } => new DateTime(2024, 7, 2, 12, 0, _choices.Below(8), 123, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        { Name: "ID" } => Part(Id(null)),
        { Name: "URL" } => _choices.Of(["https://example.org", "https://example.org/", "http://x.y/é"]),
        _ => Part(_choices.Of(RandomValues.Texts)),
    }, type);

    /// <summary>A text, its beginning, its end or a letter of it.</summary>
    private string Part(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        var (from, count) = _choices.Below(4) switch
        {
            0 => (0, _choices.Below(runes.Count + 1)),
            1 => (_choices.Below(runes.Count + 1), runes.Count),
            2 => (_choices.Below(runes.Count), 1),
            _ => (0, runes.Count),
        };
        var part = new StringBuilder();
        foreach (var rune in runes.Skip(from).Take(count))
            part.Append(rune);
        return part.ToString();
    }

    private Dictionary<string, object?> Term(IInputObjectGraphType type, int depth = 2)
    {
        var field = _choices.Of(type.Fields.Where(f => depth > 0 || f.ResolvedType!.GetNamedType() is EnumerationGraphType).ToList());
        return new Dictionary<string, object?>
        {
            [field.Name] = field.ResolvedType!.GetNamedType() is IInputObjectGraphType inner
                ? Term(inner, depth - 1) : new Operand(_choices.Chance(50) ? "ASC" : "DESC", field.ResolvedType!.GetNamedType()),
        };
    }
}
