using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GraphQLParser;
using GraphQLParser.Exceptions;

namespace KnowledgeGraph.Planning;

/// <summary>
/// The text of a document in the form that the parser gets: one token on each line, without spaces and comments. Padding therefore costs the
/// parser nothing, and no line is long. This matters because the parser takes time that is quadratic in the column of a syntax error.
/// The place of an error is translated back only when an error is reported, because finding a line means reading the text from its start.
/// </summary>
internal sealed partial class DocumentText
{
    /// <summary>The number of characters of one token, such as a name or a text. A longer text can be sent in a variable.</summary>
    private const int MaxToken = 8_192;

    /// <summary>The number of characters of one number. More than 767 digits never change a double, and parsing a number takes quadratic time.</summary>
    private const int MaxNumber = 1_000;

    [GeneratedRegex(@"\G\d{4}-\d{2}(-\d{2})?")]
    private static partial Regex DateWithoutQuotes();

    private readonly string _given;
    private readonly List<(int Start, int Given)> _places = [];

    /// <exception cref="GraphErrorException">The text contains something that is not a token, a token that is too long, or too many tokens.</exception>
    public DocumentText(string given, OperationLimits limits)
    {
        _given = given;
        var tokens = new StringBuilder();
        var count = 0;
        for (var at = 0; (at = SkipIgnored(at, limits, ref count)) < given.Length;)
        {
            Count(limits, ref count);
            var length = Lex(at);
            if (tokens.Length > 0)
                tokens.Append('\n');
            _places.Add((tokens.Length, at));
            tokens.Append(given, at, length);
            at += length;
        }
        Tokens = tokens.ToString();
    }

    /// <summary>The text for the parser.</summary>
    public string Tokens { get; }

    /// <param name="position">A position in <see cref="Tokens"/>.</param>
    /// <returns>The place in the document that the client sent. Line and column count from 1.</returns>
    public (int Line, int Column) Locate(int position)
    {
        if (position >= Tokens.Length)
            return LocateGiven(_given.Length);
        var found = _places.BinarySearch((position, int.MaxValue));
        var (start, given) = _places[~found - 1];
        return LocateGiven(given + position - start);
    }

    /// <param name="line">A line of <see cref="Tokens"/>. The first line is 1, as for the parser.</param>
    public (int Line, int Column) Locate(int line, int column)
    {
        var start = 0;
        for (var i = 1; i < line && Tokens.IndexOf('\n', start) is >= 0 and var end; i++)
            start = end + 1;
        return Locate(start + column - 1);
    }

    // A line ends with LF, CR, or CR and LF (GraphQL specification, section 2.1.2).
    private (int Line, int Column) LocateGiven(int position)
    {
        var (line, start) = (1, 0);
        while (_given.AsSpan(start, position - start).IndexOfAny('\n', '\r') is >= 0 and var end)
        {
            start += end + (_given.AsSpan(start + end).StartsWith("\r\n") ? 2 : 1);
            line++;
            if (start >= position)
                break;
        }
        return (line, Math.Max(1, position - start + 1));
    }

    /// <summary>Skips white space, commas and comments. Each comment counts as a token.</summary>
    private int SkipIgnored(int at, OperationLimits limits, ref int count)
    {
        while (at < _given.Length)
            if (_given[at] is ' ' or '\t' or '\n' or '\r' or ',' or '\uFEFF')
                at++;
            else if (_given[at] == '#')
            {
                Count(limits, ref count);
                var end = _given.AsSpan(at).IndexOfAny('\n', '\r');
                at = end < 0 ? _given.Length : at + end;
            }
            else
                break;
        return at;
    }

    private static void Count(OperationLimits limits, ref int count)
    {
        if (++count > limits.Tokens)
            throw new GraphErrorException($"A document can have at most {limits.Tokens} tokens.", ErrorCodes.TooManyTokens, new(Allowed: limits.Tokens));
    }

    /// <returns>The length of the token.</returns>
    private int Lex(int at)
    {
        // The lexer gets no more characters than one token can have, because it also takes quadratic time to report an error.
        var isCut = _given.Length - at > MaxToken + 1;
        var part = _given.AsMemory(at, isCut ? MaxToken + 1 : _given.Length - at);
        try
        {
            var token = Lexer.Lex(part, 0);
            var length = token.End - token.Start;
            if (token.Kind is TokenKind.INT or TokenKind.FLOAT && length > MaxNumber)
                throw new GraphErrorException($"A number can have at most {MaxNumber} characters, but has {(length > MaxToken ? $"more than {MaxToken}" : length)}.", ErrorCodes.NumberTooLong, new(Given: length, Allowed: MaxNumber));
            return length <= MaxToken ? length : throw TooLong(at);
        }
        catch (GraphQLSyntaxErrorException) when (isCut && part.Span[0] == '"')
        {
            throw TooLong(at);
        }
        catch (GraphQLSyntaxErrorException e)
        {
            var (line, column) = LocateGiven(at);
            throw new GraphErrorException(
                [new GraphError(DateWithoutQuotes().Match(_given, Math.Max(0, at - "2024".Length)) is { Success: true } date ? $"A date needs quotes: \"{date.Value}\"." : e.Description, ErrorCodes.SyntaxError) { Locations = [e.Location.Line == 1 ? (line, column + e.Location.Column - 1) : (line + e.Location.Line - 1, e.Location.Column)] }]);
        }
    }

    private GraphErrorException TooLong(int at) => new(
        [new GraphError(string.Create(CultureInfo.InvariantCulture, $"A name or text in a document may have at most {MaxToken:N0} characters. Put a longer text into a variable."), ErrorCodes.TokenTooLong) { Locations = [LocateGiven(at)] }]);
}
