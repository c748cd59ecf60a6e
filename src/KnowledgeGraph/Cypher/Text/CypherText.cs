using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace KnowledgeGraph.Cypher.Text;

/// <summary>
/// A piece of Cypher. It is written as an interpolated string. Its holes accept names of the model, counted variables, parameters, counts
/// and other pieces. No value and no other text can get in, because a string in a hole does not compile.
/// </summary>
[InterpolatedStringHandler]
internal sealed class CypherText(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + formattedCount * 8);

    public void AppendLiteral(string text) => _text.Append(text);
    public void AppendFormatted(Name name) => _text.Append(name.Text);
    public void AppendFormatted(Variable variable) => _text.Append(variable.Kind).Append(variable.Number);
    public void AppendFormatted(ParameterName parameter)
    {
        // $p0, or c1.p0
        if (parameter.Row is { } row)
        {
            AppendFormatted(row);
            _text.Append('.');
        }
        else
            _text.Append('$');
        _text.Append(parameter.Text);
    }

    public void AppendFormatted(CypherText piece) => _text.Append(piece._text);
    public void AppendFormatted(int count) => _text.Append(CultureInfo.InvariantCulture, $"{count}");

    public static CypherText Join([ConstantExpected] string separator, IEnumerable<CypherText> pieces)
    {
        var joined = new CypherText(0, 0);
        foreach (var piece in pieces)
        {
            if (joined._text.Length > 0)
                joined._text.Append(separator);
            joined._text.Append(piece._text);
        }
        return joined;
    }

    // [n0.id, c3]
    public static CypherText List(IEnumerable<CypherText> values) => $"[{Join(", ", values)}]";

    /// <summary>All of the conditions, or any of them; in parentheses if there are several.</summary>
    public static CypherText All(IReadOnlyList<CypherText> conditions) => conditions.Count == 1 ? conditions[0] : $"({Join(" AND ", conditions)})";
    public static CypherText Any(IReadOnlyList<CypherText> conditions) => conditions.Count == 1 ? conditions[0] : $"({Join(" OR ", conditions)})";

    /// <summary>Whether a condition is false or null.</summary>
    public static CypherText NotTrue(CypherText condition) => $"NOT coalesce({condition}, false)";

    public override string ToString() => _text.ToString();
}

/// <summary>A counted variable: <c>n0</c> a node, <c>r1</c> a relationship, <c>c2</c> any other value.</summary>
internal readonly record struct Variable(char Kind, int Number);
