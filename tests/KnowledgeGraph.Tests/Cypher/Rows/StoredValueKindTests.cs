using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Tests.Cypher.Rows;

/// <summary>Which values in a row have the type of their property, for each kind; the model does not use all of them.</summary>
public sealed class StoredValueKindTests
{
    [Theory]
    [InlineData(ScalarKind.String, "\"\"", true)]
    [InlineData(ScalarKind.String, "7", false)]
    [InlineData(ScalarKind.String, "[]", false)]
    [InlineData(ScalarKind.String, "true", false)]
    [InlineData(ScalarKind.Id, "\"country:PAN\"", true)]
    [InlineData(ScalarKind.Id, "1", false)]
    [InlineData(ScalarKind.Int, "-2147483648", true)]
    [InlineData(ScalarKind.Int, "2147483648", false)]
    [InlineData(ScalarKind.Int, "1.5", false)]
    [InlineData(ScalarKind.Int, "\"1\"", false)]
    [InlineData(ScalarKind.Float, "7", true)]
    [InlineData(ScalarKind.Float, "-1.5E300", true)]
    [InlineData(ScalarKind.Float, "\"NaN\"", false)]
    [InlineData(ScalarKind.Boolean, "false", true)]
    [InlineData(ScalarKind.Boolean, "0", false)]
    [InlineData(ScalarKind.Boolean, "\"true\"", false)]
    [InlineData(ScalarKind.PartialDate, "\"2024\"", true)]
    [InlineData(ScalarKind.PartialDate, "\"2024-02-29\"", true)]
    [InlineData(ScalarKind.PartialDate, "\"2023-02-29\"", false)]
    [InlineData(ScalarKind.PartialDate, "\"2024-7\"", false)]
    [InlineData(ScalarKind.PartialDate, "\"2024-07-01T00:00Z\"", false)]
    [InlineData(ScalarKind.PartialDate, "\"２０２４\"", false)]
    [InlineData(ScalarKind.PartialDate, "2024", false)]
    [InlineData(ScalarKind.DateTime, "\"2024-07-01T12:00:00Z\"", true)]
    [InlineData(ScalarKind.DateTime, "\"2024-07-01T12:00:00.123+02:00\"", true)]
    [InlineData(ScalarKind.DateTime, "\"2024-07-01\"", false)]
    [InlineData(ScalarKind.DateTime, "\"2024-07-01T25:00:00Z\"", false)]
    [InlineData(ScalarKind.DateTime, "1719835200000", false)]
    [InlineData(ScalarKind.Url, "\"https://example.org/a?b=%20#c\"", true)]
    [InlineData(ScalarKind.Url, "\"http:\\/\\/example.org\"", true)]
    [InlineData(ScalarKind.Url, "\"HTTPS://EXAMPLE.ORG\"", true)]
    [InlineData(ScalarKind.Url, "\"https://\"", false)]
    [InlineData(ScalarKind.Url, "\"https://a b/\"", false)]
    [InlineData(ScalarKind.Url, "\"https://[::1/\"", false)]
    [InlineData(ScalarKind.Url, "\"javascript:alert(1)\"", false)]
    [InlineData(ScalarKind.Url, "\"//example.org\"", false)]
    [InlineData(ScalarKind.Url, "1", false)]
    [InlineData(ScalarKind.Enum, "\"ASSERTS\"", true)]
    [InlineData(ScalarKind.Enum, "\"asserts\"", false)]
    [InlineData(ScalarKind.Enum, "\"\"", false)]
    [InlineData(ScalarKind.Enum, "0", false)]
    public void A_value_is_checked_by_its_kind(ScalarKind kind, string json, bool isValid)
    {
        var value = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        value.Read();
        var row = new JsonRow(value);
        Assert.Equal(isValid, StoredValue.IsValid(ref row, kind, kind == ScalarKind.Enum ? TestGraph.Model.Enums.Single(e => e.Name == "Stance") : null));
    }

    private static readonly Gen<string> s_pieces = Gen.OneOf(new[] { "a", "b1", "9", "xn", ".", "-", "/", "?", "=&", "~", "_" }.Select(Gen.Const).ToArray());

    [Fact]
    public void An_address_that_is_plain_is_valid() => Gen.Select(Gen.OneOf(Gen.Const("http://"), Gen.Const("https://")), s_pieces.Array[0, 12]).Sample(
        (scheme, pieces) =>
        {
            var text = scheme + string.Concat(pieces);
            Assert.True(!StoredValue.IsPlainUrl(Encoding.UTF8.GetBytes(text)) || ScalarType.IsUrl(text), text);
        },
        iter: 20_000);

    /// <summary>No timeline has an event without a date: its statement leaves such events out.</summary>
    [Theory]
    [InlineData("\"2024-07\"", null)]
    [InlineData("null", "timeline/nodes/0/on")]
    [InlineData("2024", "timeline/nodes/0/on")]
    public void A_date_of_the_timeline_is_required(string on, string? path) =>
        Assert.Equal(path, PathOf("{ timeline(about: [\"country:PAN\"]) { nodes { on } } }", $"[[[[{on}]],false],[]]"));

    [Theory]
    [InlineData("1719835200000", null)]
    [InlineData("null", "country/recordedAt")]
    [InlineData("1.5", "country/recordedAt")]
    [InlineData("\"2024-07-01T12:00:00Z\"", "country/recordedAt")]
    [InlineData("253402300800000", "country/recordedAt")]
    [InlineData("-62135596800001", "country/recordedAt")]
    [InlineData("[1]", "country/recordedAt")]
    public void A_time_is_one_that_responses_can_show(string time, string? path) =>
        Assert.Equal(path, PathOf("{ country(id: \"x\") { recordedAt } }", $"[[{time}]]"));

    /// <summary>The path of the field whose value is refused when the response is written from this row; null if it is written whole.</summary>
    private static string? PathOf(string document, string json)
    {
        var bound = Operation.Parse(TestGraph.Schema, document, null).Bind(ImmutableDictionary<string, object?>.Empty);
        var compiled = new StatementCompiler(TestGraph.Model).Compile(bound);
        using var answer = new ResponseBuffer();
        var value = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        value.Read();
        var row = new JsonRow(value);
        try
        {
            compiled.WriteResponse(ref row, bound, answer);
            return null;
        }
        catch (StoredValueException e)
        {
            return string.Join('/', e.Error.Path);
        }
    }
}
