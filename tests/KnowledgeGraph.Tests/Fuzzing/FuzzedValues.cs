using GraphQL.Types;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;
using static KnowledgeGraph.Tests.Fuzzing.InputValue;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>Values that meet the graph, and odd ones: those at which parsing, encoding, comparing or paging may break.</summary>
internal sealed class FuzzedValues
{
    /// <summary>In percent, if a kind of value has no other share. An operation has several values, and most operations should be valid and find something.</summary>
    private const int OddPercent = 6;
    private const int InvalidPercent = 2;

    private static readonly string[] s_oddInts = ["0", "-0", "-1", "500", "2147483647", "-2147483648"];
    private static readonly string[] s_invalidInts = ["501", "2147483648", "-2147483649", "1e3", "1.0", "99999999999999999999"];
    private static readonly string[] s_floats = ["0", "1", "-79.5", "8.5", "0.1", "-1.5", "500000", "1e21"];
    private static readonly string[] s_oddFloats = ["-0.0", "-0", "1e-7", "5e-324", "1.7976931348623157e308", "-1.7976931348623157e308", "9007199254740993", "0.30000000000000004"];
    private static readonly string[] s_dates = [.. RandomValues.Dates, "2019", "2021-06", "2017-01-20", "2025"];
    /// <summary>Most of the graph is in effect on these.</summary>
    private static readonly string[] s_asOfDates = ["2021", "2022-06", "2023-12-31", "2024", "2024-07", "2024-07-01", "2024-07-02", "2025", "2025-07-18"];
    private static readonly string[] s_oddDates = ["0001", "9999", "9999-12-31", "2024-02-29", "1000-01"];
    private static readonly string[] s_invalidDates = ["", "24", "0000", "2024-13", "2023-02-29", "2024-1-1", "2024-07-01T00:00:00Z", "-2024", "20240701", "2024 ", "２０２４"];
    private static readonly string[] s_moments = ["2024-07-02T12:00:00.000Z", "2024-07-02T12:00:00Z", "2020-01-01T00:00:00Z", "2025-01-01T00:00:00.000Z"];
    private static readonly string[] s_oddMoments = ["2024-07-02T14:00:00+02:00", "2024-07-02", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2024-07-02T12:00:00.0001Z"];
    private static readonly string[] s_addresses = ["https://example.org", "http://x.y/é", "https://", "https://www.cbsnews.com/"];
    private static readonly string[] s_oddAddresses = ["https://example.org/?a=\"b\"", "HTTPS://EXAMPLE.ORG", "http://日本/", "http://x.y/%00"];
    private static readonly string[] s_invalidTexts = ["", "javascript:0", "ftp://x.y", "x"];
    private static readonly string[] s_oddTexts =
    [
        "", " ", "\"", "\\", "\\\"", "'", "`", "\u0000", "\u0001", "\n", "\t", "\r\n", "\u007f", "\u2028", "\ufeff", "\u200b", "\ufffd", "\uffff", "$a", "${x}", "{x}", "%",
        "\U0001F600", "👩‍👩‍👧", "\U0010FFFF", "e\u0301", "ﬁ", "ẞ", "ǅ", "İ", "ı", "ſ", "\u202eabc", "日本", "مرحبا", "नमस्ते", "ａｂｃ",
        ".*", "(a|b)+", "[a-z]", "a*", "*", "?", "a~", "a~2", "\"a b\"", "+a -b", "AND", "OR", "NOT", "a AND b", "name:a", "a^2", "(", "[* TO *]", "/a/", "\\E", "&&", "!",
        "null", "true", "0", "-0.0", "NaN", "</script>", "' OR 1=1 //", "}) RETURN 1 //", "--", "/*", "é", "Darién", "DARIEN", "u.s.", "U.S.-Panama",
        new('a', 300), string.Concat(Enumerable.Repeat("é ", 100)), string.Concat(Enumerable.Repeat("a ", 20)), string.Concat(Enumerable.Repeat("😀", 60)),
    ];
    private static readonly string[] s_stopWords = ["the", "of", "Who", "qué", "¿Cuál", "de la", "is"];
    private static readonly string[] s_oddIds = ["", "nobody", "country:", "country:PAN ", "COUNTRY:PAN", "country:XXX", ":", "a:b:c", "instrument:\"x\"", "claim:\\", "country:\u0000", new('x', 300)];
    public static readonly string[] OddCursors = ["", "x", "a", "===", "\"", "\\", "\u0000", "é", "aw", "a0000", "a29udA", "AAAAAAAAAAAAAAAA", new('k', 100)];

    /// <summary>Whether values may be invalid. In a document, one such value refuses all requests that share it.</summary>
    public bool MayBeInvalid { get; set; }

    private readonly Choices _choices;
    private readonly Action<string> _note;
    private readonly FuzzedGraph _graph;

    /// <param name="note">Called with each kind of odd value that is drawn.</param>
    public FuzzedValues(Choices choices, FuzzedGraph graph, Action<string> note) => (_choices, _graph, _note) = (choices, graph, note);

    private string Draw(string kind, IReadOnlyList<string> usual, string[] odd, string[] invalid, int oddPercent = OddPercent)
    {
        var percent = _choices.Below(100);
        if (percent >= oddPercent)
            return _choices.Of(usual);
        _note($"odd {kind}");
        return _choices.Of(MayBeInvalid && percent < InvalidPercent && invalid.Length > 0 ? invalid : odd);
    }

    /// <summary>A value of a scalar or an enum.</summary>
    /// <param name="property">The property that it is compared with, or the argument.</param>
    public object Scalar(IGraphType type, string property) => type switch
    {
        EnumerationGraphType values when MayBeInvalid && _choices.Chance(InvalidPercent) && values.Values.Count > 0 =>
            Odd("enum", new EnumName(_choices.Of(["NONE", "null_", "Sure", values.Values.First().Name.ToLowerInvariant()]))),
        EnumerationGraphType values => new EnumName(_choices.Of([.. values.Values.Select(v => v.Name)])),
        { Name: "Boolean" } => _choices.Chance(50),
        { Name: "Int" } => new Number(Draw("int", ["0", "1", "2", "3"], s_oddInts, s_invalidInts, oddPercent: 15)),
        { Name: "Float" } => new Number(Draw("float", s_floats, s_oddFloats, ["1e309", "-1e309"], oddPercent: 25)),
        { Name: "PartialDate" } => Draw("date", property == "date" ? s_asOfDates : s_dates, s_oddDates, s_invalidDates),
        { Name: "DateTime" } => Draw("moment", s_moments, s_oddMoments, s_invalidDates),
        { Name: "URL" } => Draw("address", [.. _graph.Texts(property), .. s_addresses], s_oddAddresses, s_invalidTexts),
        { Name: "ID" } => Draw("id", _graph.Ids, s_oddIds, []),
        _ => Text(property),
    };

    private T Odd<T>(string kind, T value)
    {
        _note($"odd {kind}");
        return value;
    }

    /// <summary>A page size. Small ones keep responses small.</summary>
    public Number Size() => new(Draw("size", ["1", "2", "3", "4", "7"], s_oddInts[..4], [.. s_invalidInts, "-5", .. s_oddInts[4..]]));

    public Number PathLength() => new(Draw("length", ["1", "2", "2", "3"], ["0", "4", "-0"], ["-1", "7", "2147483647", "-2147483648", "2147483648"]));

    /// <summary>A text that the property has somewhere, or a part of it.</summary>
    private string Text(string property)
    {
        var texts = _graph.Texts(property);
        var text = Draw("text", texts.Count > 0 && _choices.Chance(85) ? texts : RandomValues.Texts, s_oddTexts, [], oddPercent: 25);
        return _choices.Below(5) switch
        {
            0 or 1 => text,
            2 => text[.._choices.Below(text.Length + 1)],
            3 => text[_choices.Below(text.Length + 1)..],
            _ => text.ToUpperInvariant(),
        } is var part && IsWhole(part) ? part : text;
    }

    /// <summary>Whether no surrogate stands alone, which JSON in UTF-8 cannot contain.</summary>
    private static bool IsWhole(string text) => !text.EnumerateRunes().Any(r => r == System.Text.Rune.ReplacementChar);

    /// <summary>The words of a search: some of a name, often only begun; also with words of another name, and with stop words.</summary>
    public string Search()
    {
        if (_choices.Chance(20))
            return Odd("search", _choices.Of(s_oddTexts));
        var text = SomeWords();
        while (_choices.Chance(35))
            text = _choices.Chance(50) ? $"{_choices.Of(s_stopWords)} {text}" : $"{text} {SomeWords()}";
        return text.Length is > 0 and < 100 ? text : "panama";
    }

    private string SomeWords()
    {
        var words = _choices.Of(_graph.Texts(_choices.Of(["name", "name", "title", "statement", "aliases"]))).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Skip(_choices.Below(Math.Max(1, words.Length))).Take(1 + _choices.Below(2))
            .Select(w => _choices.Chance(40) && w.Length > 3 && IsWhole(w[..3]) ? w[..3] : _choices.Chance(25) ? Misspelled(w) : w));
    }

    /// <summary>A word that lacks a letter, or has one too many.</summary>
    private string Misspelled(string word) =>
        _choices.Below(word.Length) is var at && (_choices.Chance(50) ? word.Remove(at, 1) : word.Insert(at, "a")) is var wrong && IsWhole(wrong) ? wrong : word;

    /// <summary>The id of a node of one of these types; seldom another.</summary>
    public string Id(IEnumerable<NodeType>? types = null)
    {
        if (_choices.Chance(OddPercent))
            return Odd("id", _choices.Of(s_oddIds));
        return _choices.Of(types is null || _choices.Chance(4) ? _graph.Ids : _graph.IdsOf(types));
    }

    /// <summary>Two nodes that are mostly connected by one or two relationships.</summary>
    public (string From, string To) Ends()
    {
        // Some types have many more relationships than others.
        (string From, string To) Relationship() => _choices.Of(_choices.Of(_graph.Ends));
        var (from, to) = Relationship();
        if (_choices.Chance(25))
            to = Relationship().To;
        return (_choices.Chance(OddPercent) ? Id() : from, to);
    }

    public string Code() => Draw("code", _graph.Texts(_choices.Of(["iso2", "iso3"])), [.. s_oddTexts, "pa", "XX"], []);
}

/// <summary>The ids and texts of a graph, from which operations are made.</summary>
internal sealed class FuzzedGraph
{
    private readonly Dictionary<string, List<string>> _texts = [];
    private readonly Dictionary<string, List<string>> _ids = [];

    public FuzzedGraph(GraphSnapshot snapshot)
    {
        foreach (var node in snapshot.AllNodes())
        {
            Ids.Add(node.Id);
            Add(_ids, node.Type.Name, node.Id);
            AddTexts(node.Properties);
        }
        foreach (var relationship in snapshot.AllRelationships())
            AddTexts(relationship.Properties);
        Ends = [.. snapshot.AllRelationships().GroupBy(r => r.Type.Name, r => (r.From, r.To)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToList())];
    }

    public List<string> Ids { get; } = [];
    /// <summary>The ends of all relationships, by type.</summary>
    public List<List<(string From, string To)>> Ends { get; }

    public List<string> Texts(string property) => _texts.GetValueOrDefault(property) ?? [];

    public List<string> IdsOf(IEnumerable<NodeType> types) => [.. types.SelectMany(t => _ids.GetValueOrDefault(t.Name) ?? [])];

    private void AddTexts(IReadOnlyDictionary<string, object> properties)
    {
        foreach (var (name, value) in properties)
            foreach (var text in value switch { string one => [one], IEnumerable<string> many => many, _ => [] })
                Add(_texts, name, text);
    }

    private static void Add(Dictionary<string, List<string>> lists, string key, string value)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        list.Add(value);
    }
}
