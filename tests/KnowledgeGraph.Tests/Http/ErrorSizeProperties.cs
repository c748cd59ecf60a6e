using System.Text;
using System.Text.Json;
using CsCheck;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Tests.Http;

/// <summary>An error repeats little of what it is about.</summary>
public sealed class ErrorSizeProperties(TestServer server) : IClassFixture<TestServer>
{
    private const int MaxBytes = 32_000;

    /// <summary>Pieces of text that take one byte in JSON, or up to twelve.</summary>
    private static readonly Gen<string> s_text = Gen.Select(
        Gen.OneOf(new[] { "a", "日", "😀", "\u0001", "\"", "\"a b\" ", "'", "x😀", " " }.Select(Gen.Const).ToArray()), Gen.OneOf(Gen.Int[0, 250], Gen.Int[0, 20_000]),
        (piece, count) => new StringBuilder().Insert(0, piece, count).ToString()).Array[1, 4].Select(string.Concat);

    private static readonly Gen<GraphError> s_error = Gen.Select(s_text, s_text.Array[0, 20], Gen.Int[0, 200], (message, path, locations) =>
        new GraphError(message, "A_CODE") { Path = [.. path, 7], Locations = [.. Enumerable.Repeat((1_000_000, 1_000_000), locations)] });

    [Fact]
    [Limit("errors of one response")]
    public void Errors_of_any_length_are_a_short_response() => s_error.Array[1, 50].Sample(
        errors =>
        {
            var response = ErrorWriter.Write(errors);
            using var json = JsonDocument.Parse(response);
            Assert.InRange(response.Length, 1, MaxBytes);
            Assert.InRange(json.RootElement.GetProperty("errors").GetArrayLength(), 1, ErrorWriter.MaxErrors);
            // Half a surrogate pair would be written as U+FFFD.
            Assert.DoesNotContain("\uFFFD", Encoding.UTF8.GetString(response.Span), StringComparison.Ordinal);
        },
        iter: 300);

    /// <summary>Each asks with a name of this length in a place that an error names.</summary>
    private static readonly Func<string, string>[] s_requests =
    [
        name => Query($"{{ {name} }}"),
        name => Query($"{{ {string.Concat(Enumerable.Range(0, 90).Select(i => $"{name[..Math.Min(name.Length, 900)]}{i} "))} }}"),
        name => Query($"{{ {name}: country(id: 7, first: 1) {{ name }} }}"),
        name => Query($"{{ {name}: country(code: \"PA\") {{ {name}: {name} }} }}"),
        name => Query($"{{ countries(where: {{ {name}: {{ eq: {name} }} }}) {{ nodes {{ name }} }} }}"),
        name => Query($"{{ country(code: \"{name}\", {name}: 1) {{ name }} }}"),
        name => Query($"{{ country(id: \"{name}\") {{ name }} }}"),
        name => Query($"query {name}(${name}: {name}) {{ ...{name} }} fragment {name} on {name} {{ name @{name} }}"),
        name => Query($"query($x: Int) {{ search(text: \"{name}\", first: $x) {{ nodes {{ name }} }} }}", new Dictionary<string, object?> { ["x"] = name }),
        name => Query($"query($x: CountryFilter) {{ countries(where: $x) {{ nodes {{ name }} }} }}", new Dictionary<string, object?> { ["x"] = new Dictionary<string, object?> { [name] = name } }),
        name => Query("{ countries(after: \"" + name + "\") { nodes { name } } }"),
    ];

    private static string Query(string query, Dictionary<string, object?>? variables = null) => JsonSerializer.Serialize(new { query, variables });

    [Fact]
    public async Task A_request_with_long_names_gets_a_short_response() => await Gen.Select(Gen.Int[0, s_requests.Length - 1], Gen.Int[1, 8_000]).SampleAsync(
        async (which, length) =>
        {
            var (_, _, body) = await server.Post(s_requests[which](new string('a', length)));
            Assert.InRange(Encoding.UTF8.GetByteCount(body), 1, MaxBytes);
            Assert.DoesNotContain(new string('a', Excerpt.MaxLength + 1), body, StringComparison.Ordinal);
        },
        iter: 200, threads: 2);

    [Fact]
    public async Task Headers_and_methods_are_repeated_in_part()
    {
        var name = new string('a', 5_000);
        foreach (var body in new[]
        {
            (await server.Post("{}", contentType: $"text/{name}")).Body,
            (await server.Send(new HttpMethod(name), "/graphql")).Body,
        })
            Assert.DoesNotContain(name[..(Excerpt.MaxLength + 1)], body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(199)]
    [InlineData(200)]
    [InlineData(201)]
    public void A_surrogate_pair_stays_whole(int before)
    {
        var excerpt = Excerpt.Of(new string('a', before - 2) + "😀😀😀");
        Assert.InRange(excerpt.Length, 190, Excerpt.MaxLength);
        Assert.EndsWith(before > 197 ? "…" : "😀", excerpt, StringComparison.Ordinal);
        Assert.Equal(excerpt, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(excerpt)));
    }

    [Fact]
    public void A_message_keeps_what_stands_around_a_long_value() => Assert.Equal(
        $"Country has no field \"{new string('b', 199)}…\". See '{new string('c', 199)}…' too.",
        Excerpt.OfMessage($"Country has no field \"{new string('b', 5_000)}\". See '{new string('c', 5_000)}' too."));
}
