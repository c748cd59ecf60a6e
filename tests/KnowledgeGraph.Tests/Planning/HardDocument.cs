using System.Text;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>
/// Writes documents from the schema's own grammar that come near the limits: wide, deep, with fragments that spread fragments, with
/// conditions, large filters, padding, and with mistakes.
/// </summary>
internal sealed class HardDocument
{
    private static readonly ISchema s_schema = TestGraph.Schema.Types;
    private static readonly string[] s_abstract = ["Node", "Actor", "Instrument"];
    private static readonly string[] s_paddings = ["", " ", "\n", "\r\n", ",", "# comment\n"];

    private readonly Choices _choices;
    private readonly StringBuilder _text = new();
    private readonly int _mistakes;
    private readonly int _aliasChance;
    private readonly int _conditionChance;
    private readonly int _inlineChance;
    private readonly int _spreadChance;
    private readonly int _whereChance;
    private readonly int _fragments;
    private int _fields;
    private int _aliases = 100;

    private HardDocument(Choices choices)
    {
        _choices = choices;
        _mistakes = choices.Of([0, 0, 0, 1, 10, 60]);
        _aliasChance = choices.Of([0, 5, 60]);
        _conditionChance = choices.Of([0, 0, 10, 60]);
        _inlineChance = choices.Of([0, 10, 40]);
        _spreadChance = choices.Of([0, 5, 30]);
        _whereChance = choices.Of([0, 10, 80]);
        _fragments = choices.Of([0, 1, 10, 60]);
        _fields = choices.Of([50, 400, 1_500]) / Math.Max(1, _fragments / 10);
    }

    public static string Of(int seed) => new HardDocument(new Choices(seed)).Write();

    private string Write()
    {
        var depth = _choices.Of([2, 4, 7, 14]);
        _text.Append("query Q($a: Boolean = true, $b: Boolean = false, $n: Int = 5) { a: __typename @include(if: $a) b: __typename @skip(if: $b) c: countries(first: $n) { totalCount } ");
        Fields(s_schema.Query, depth, least: 1);
        for (var i = 0; i < _fragments; i++)
            _text.Append("...F").Append(i).Append(' ');
        _text.Append("} ");
        for (var i = 0; i < _fragments; i++)
        {
            _fields += 1_000 / _fragments;
            _text.Append("fragment F").Append(i).Append(" on Query { ");
            Fields(s_schema.Query, depth, least: 1);
            if (_choices.Chance(_spreadChance) && (_mistakes > 1 || i + 1 < _fragments))
                _text.Append("...F").Append(_mistakes > 1 ? _choices.Below(_fragments) : i + 1 + _choices.Below(_fragments - i - 1)).Append(' ');
            _text.Append("} ");
        }
        var padding = _choices.Of(s_paddings);
        var length = padding.Length == 0 || _choices.Chance(70) ? 0 : _choices.Of([1_000, 100_000]) / padding.Length;
        if (padding.StartsWith('#'))
            length = Math.Min(length, 2_000);
        return string.Concat(Enumerable.Repeat(padding, length)) + _text;
    }

    private void Fields(IGraphType type, int depth, int least)
    {
        FieldType[] fields = type is IComplexGraphType complex ? [.. complex.Fields] : [];
        var count = Math.Max(least, _choices.Below(depth > 8 ? 3 : 9));
        for (var i = 0; i < count && (_fields > 0 || i < least); i++)
            if (fields.Length == 0 || _choices.Chance(2))
                _text.Append("__typename ");
            else if (_choices.Chance(_inlineChance) && type.Name != "Query")
                Inline(type, depth);
            else
                Field(_choices.Of(fields), depth);
    }

    private void Inline(IGraphType type, int depth)
    {
        var wanted = type is IAbstractGraphType of && _choices.Chance(60) ? _choices.Of<IGraphType>([.. of.PossibleTypes])
            : _choices.Chance(_mistakes) ? s_schema.AllTypes[_choices.Of(s_abstract)]! : type;
        _text.Append("... on ").Append(wanted.Name).Append(" { ");
        _fields--;
        Fields(wanted, depth, least: 1);
        _text.Append("} ");
    }

    private void Field(FieldType field, int depth)
    {
        var type = field.ResolvedType!.GetNamedType();
        var isComposite = type is IComplexGraphType or UnionGraphType;
        if (isComposite && depth <= 1)
        {
            _text.Append("__typename ");
            return;
        }
        _fields--;
        if (_aliases > 0 && _choices.Chance(_aliasChance))
            _text.Append('a').Append(_aliases--).Append(": ");
        _text.Append(field.Name);
        if (_choices.Chance(_mistakes))
            _text.Append(_choices.Of(["s", "X", "zz"]));
        Arguments(field);
        if (_choices.Chance(_conditionChance))
            _text.Append(_choices.Of([" @include(if: $a) ", " @skip(if: $b) "]));
        if (isComposite)
        {
            _text.Append(" { ");
            Fields(type, depth - 1, least: 1);
            _text.Append('}');
        }
        _text.Append(' ');
    }

    private void Arguments(FieldType field)
    {
        var given = (field.Arguments ?? []).Where(a => a.ResolvedType is NonNullGraphType || (a.Name is "first" or "where" or "order" && _choices.Chance(_whereChance))).ToList();
        if (given.Count == 0)
            return;
        _text.Append('(');
        foreach (var argument in given)
        {
            _text.Append(argument.Name).Append(": ");
            Value(argument.ResolvedType!, 4);
            _text.Append(' ');
        }
        _text.Append(')');
    }

    private void Value(IGraphType type, int depth)
    {
        switch (type)
        {
            case NonNullGraphType required: Value(required.ResolvedType!, depth); break;
            case var _ when _choices.Chance(_mistakes): _text.Append(_choices.Of(["null", "-1", "\"x\"", "[]", "{}", "$n", "$unknown"])); break;
            case ListGraphType list:
                _text.Append('[');
                for (var i = _choices.Below(4); i > 0; i--)
                {
                    Value(list.ResolvedType!, depth - 1);
                    _text.Append(' ');
                }
                _text.Append(']');
                break;
            case IInputObjectGraphType input:
                _text.Append("{ ");
                foreach (var field in Enumerable.Range(0, depth <= 0 ? 0 : 1 + _choices.Below(2)).Select(_ => _choices.Of<FieldType>([.. input.Fields])).DistinctBy(f => f.Name))
                {
                    _text.Append(field.Name).Append(": ");
                    Value(field.ResolvedType!, depth - 1);
                    _text.Append(' ');
                }
                _text.Append('}');
                break;
            case EnumerationGraphType words: _text.Append(_choices.Of(words.Values.ToArray()).Name); break;
            case IntGraphType: _text.Append(_choices.Of([0, 1, 10, 500])); break;
            case FloatGraphType: _text.Append("1.5"); break;
            case BooleanGraphType: _text.Append("true"); break;
            default: _text.Append(type.Name == "PartialDate" ? "\"2024-07\"" : "\"country:PAN\""); break;
        }
    }
}
