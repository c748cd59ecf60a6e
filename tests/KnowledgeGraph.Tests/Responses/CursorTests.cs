using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using GraphQL;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Tests.Responses;

public sealed class CursorTests
{
    private static readonly GraphSnapshot s_graph = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
    {
        Nodes =
        [
            TestGraph.Node("Country", "country:PAN", ("name", "Panamá \"\\\u0007\U0001F600"), ("iso2", "PA"), ("iso3", "PAN")),
            TestGraph.Node("Country", "country:MEX", ("name", "Mexico"), ("iso2", "MX"), ("iso3", "MEX")),
        ],
    });

    private static string Make(uint tag, params string[] values)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Cursor.Start(bytes, tag);
        foreach (var value in values)
            Cursor.Append(bytes, Encoding.Latin1.GetBytes(value));
        return Base64Url.EncodeToString(bytes.WrittenSpan);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("a", "", "b")]
    [InlineData("long")]
    public void What_is_written_is_read(params string[] values)
    {
        values = [.. values.Select(v => v == "long" ? new string('x', 20_000) : v)];
        var cursor = Cursor.Parse(Make(0xdeadbeef, values))!;
        Assert.Equal(0xdeadbeef, cursor.Order);
        Assert.Equal(values, cursor.Values.Select(Encoding.Latin1.GetString));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("aa")]
    [InlineData("not a cursor")]
    [InlineData("é")]
    [InlineData("a2tra2tra2s")]
    [InlineData("====")]
    public void Garbage_is_no_cursor(string text) => Assert.Null(Cursor.Parse(text));

    [Fact]
    public void A_cursor_cut_anywhere_has_fewer_values_or_is_none()
    {
        var whole = Make(1, "Panama", "country:PAN");
        for (var length = 0; length < whole.Length; length++)
            Assert.True(Cursor.Parse(whole[..length]) is not { Values.Count: >= 2 });
    }

    [Fact]
    public void Random_bytes_are_read_or_refused()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
                bytes[0] = (byte)'k';
            Cursor.Parse(Base64Url.EncodeToString(bytes));
        }
    }

    [Fact]
    public void A_cursor_is_followed_over_names_that_need_escapes()
    {
        var connection = JsonNode.Parse(s_graph.Ask("{ countries { edges { cursor node { id } } } }"))!["data"]!["countries"]!["edges"]!.AsArray();
        Assert.Equal(["country:MEX", "country:PAN"], connection.Select(e => e!["node"]!["id"]!.GetValue<string>()));
        Assert.Equal("""{"data":{"countries":{"nodes":[{"id":"country:MEX"}]}}}""",
            s_graph.Ask($$"""{ countries(before: "{{connection[1]!["cursor"]}}") { nodes { id } } }"""));
        Assert.Equal("""{"data":{"countries":{"nodes":[]}}}""",
            s_graph.Ask($$"""{ countries(after: "{{connection[1]!["cursor"]}}") { nodes { id } } }"""));
    }

    [Fact]
    public void A_cursor_of_another_connection_is_refused()
    {
        var cursor = JsonNode.Parse(s_graph.Ask("{ countries { pageInfo { endCursor } } }"))!["data"]!["countries"]!["pageInfo"]!["endCursor"];
        var error = Refusal($$"""{ actors(after: "{{cursor}}") { totalCount } }""");
        Assert.Equal(
            (ErrorCodes.ForeignCursor, "The cursor in `after` belongs to another order. Use a cursor of ActorsConnection, ordered by name, id."),
            (error.Code, error.Message));
        Assert.Equal([(1, 3)], error.Locations.ToArray());
        Assert.Equal(["actors"], error.Path.ToArray());
    }

    /// <summary>A cursor with the right mark and order, but with values that no name or id has: refused before anything is read.</summary>
    [Theory]
    [InlineData("\"", "country:PAN")]
    [InlineData("\\", "country:PAN")]
    [InlineData("\\u12", "country:PAN")]
    [InlineData("\\ud800", "country:PAN")]
    [InlineData("a\nb", "country:PAN")]
    [InlineData("\xff\xfe", "country:PAN")]
    [InlineData("a\" : \"b", "country:PAN")]
    [InlineData("Panama", "\\")]
    [InlineData("Panama")]
    public void A_forged_cursor_is_refused(params string[] values)
    {
        var cursor = Make(new Ordering("CountriesConnection", "name, id", [CursorValue.Text, CursorValue.Text]).Tag, values);
        var error = Refusal($$"""{ countries(after: "{{cursor}}") { nodes { id } } }""");
        Assert.Equal(
            (ErrorCodes.InvalidCursor, "`after` is not a cursor. Use the `cursor`, `startCursor` or `endCursor` of this connection."), (error.Code, error.Message));
    }

    /// <summary>A value that no item has in this place: a word for a number, a day that is none. The stores would not read it alike.</summary>
    [Theory]
    [InlineData("reports", "order: { publishedOn: ASC }, ", "publishedOn", "2024-13", "", "x")]
    [InlineData("reports", "order: { publishedOn: ASC }, ", "publishedOn", ";002-12-01", "", "x")]
    [InlineData("countries", "order: { recordedAt: ASC }, ", "recordedAt", "yesterday", "")]
    [InlineData("countries", "order: { recordedAt: ASC }, ", "recordedAt", "1.5", "")]
    [InlineData("statistics", "order: { value: ASC }, ", "value", "1e999", "")]
    [InlineData("statistics", "order: { value: ASC }, ", "value", "1x", "")]
    [InlineData("search", "text: \"x\", ", "class, type, name, id", "0", "0", "", "")]
    [InlineData("search", "text: \"x\", ", "class, type, name, id", "15", "0", "", "")]
    [InlineData("search", "text: \"x\", ", "class, type, name, id", "", "0", "", "")]
    [InlineData("search", "text: \"x\", ", "class, type, name, id", "1", "-1", "", "")]
    [InlineData("search", "text: \"x\", ", "class, type, name, id", "1", "13", "", "")]
    [InlineData("search", "text: \"x\", ", "class, type, name, id", "1", "Country", "", "")]
    [InlineData("timeline", "about: [\"country:MEX\"], ", "on, what, name, id, relationship", "2024", "signed", "", "")]
    [InlineData("timeline", "about: [\"country:MEX\"], ", "on, what, name, id, relationship", "", "1", "", "")]
    public void A_cursor_with_a_value_of_another_kind_is_refused(string field, string arguments, string terms, params string[] values)
    {
        var type = TestGraph.Schema.Types.Query.Fields.Find(field)!.ResolvedType!.GetNamedType().Name;
        var cursor = Make(Cursor.Tag($"{type} by {(terms.Contains(',', StringComparison.Ordinal) ? terms : terms + ", id")}"), values);
        Assert.Equal(ErrorCodes.InvalidCursor, Refusal($$"""{ {{field}}({{arguments}}after: "{{cursor}}") { pageInfo { hasNextPage } } }""").Code);
    }

    private static GraphError Refusal(string document) =>
        Assert.Single(Assert.Throws<GraphErrorException>(() => s_graph.Ask(document)).Errors);
}
