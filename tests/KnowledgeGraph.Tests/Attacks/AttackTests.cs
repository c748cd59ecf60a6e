using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Tests.Attacks;

/// <summary>
/// What somebody who reaches the port may send: each is refused with its code, or answered, in less than a second of CPU time, and a
/// normal query beside it is answered. The one test that looks at time: that is what it is about.
/// </summary>
public sealed class AttackTests(AttackedServer server) : IClassFixture<AttackedServer>
{
    private const string Answered = "\"data\":";
    private const string Chain = "{ node(id: \"x\") { ...F0 } } ";

    public static TheoryData<string, string, string> Documents() => new()
    {
        { "nesting that no parser should follow", Repeat("{a", 9_000), "SYNTAX_ERROR" },
        { "nesting of 30 levels", Nest("{ a ", "{ b }", 30, "}"), ErrorCodes.TooDeep },
        { "values within values", "{ countries(where: " + Nest("{not:", "{}", 30, "}") + ") { totalCount } }", ErrorCodes.WhereTooDeep },
        { "lists within lists", "{ nodes(ids: " + Repeat("[", 9_000) + ") { id } }", "SYNTAX_ERROR" },
        { "10,000 aliases", "{ " + Join(i => $"a{i}: __typename ", 10_000) + "}", ErrorCodes.TooManyTokens },
        { "5,000 aliases", "{ " + Join(i => $"a{i}: __typename ", 5_000) + "}", ErrorCodes.TooManyRootFields },
        { "aliases below", "{ countries { nodes { " + Join(i => $"a{i}: agreements(first: 500) {{ totalCount }} ", 1_000) + "} } }", ErrorCodes.TooManyAliases },
        { "a fragment within itself", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A __typename }", "NO_FRAGMENT_CYCLES" },
        { "2,000 fragments in a circle", Chain + Join(i => $"fragment F{i} on Node {{ ...F{(i + 1) % 2_000} }} ", 2_000), ErrorCodes.TooDeep },
        { "a chain of 2,000 fragments", Chain + Join(i => $"fragment F{i} on Node {{ ...F{i + 1} }} ", 2_000) + "fragment F2000 on Node { id }", ErrorCodes.TooDeep },
        { "fragments that double 60 times", Chain + Join(i => $"fragment F{i} on Node {{ ...F{i + 1} ...F{i + 1} }} ", 60) + "fragment F60 on Node { id }", ErrorCodes.TooManyFields },
        { "120 fragments that all spread all that follow", Chain + Join(i => $"fragment F{i} on Node {{ id {Join(j => $"...F{i + 1 + j} ", Math.Min(20, 119 - i))}}} ", 119) + "fragment F119 on Node { id }", ErrorCodes.TooManyFields },
        { "50,000 repeated fields", "{ " + Repeat("__typename ", 50_000) + "}", ErrorCodes.TooManyTokens },
        { "19,000 repeated fields", "{ node(id: \"x\") { " + Repeat("id ", 19_000) + "} }", ErrorCodes.TooManyFields },
        { "1,900 repeated fields, which are few enough", "{ node(id: \"x\") { " + Repeat("id ", 1_900) + "} }", Answered },
        { "600 repeated fields with fields", "{ node(id: \"x\") { " + Repeat("relationships { totalCount } ", 600) + "} }", Answered },
        { "fields that double at every level", "{ node(id: \"x\") { " + Doubled(6) + "} }", Answered },
        { "5,000 directives", "{ __typename " + Repeat("@include(if: true) ", 2_500) + "}", ErrorCodes.TooManyDirectives },
        { "unknown directives", "{ __typename " + Repeat("@a ", 5_000) + "}", ErrorCodes.TooManyDirectives },
        { "1,900 mistakes", "{ node(id: \"x\") { " + Join(i => $"recordedAr{i} ", 1_900) + "} }", "FIELDS_ON_CORRECT_TYPE" },
        { "3,000 operations", Join(i => $"query Q{i} {{ __typename }} ", 3_000), ErrorCodes.TooManyFields },
        { "3,000 variables", "query(" + Join(i => $"$v{i}: Int ", 3_000) + ") { __typename }", "NO_UNUSED_VARIABLES" },
        { "an argument given 3,000 times", "{ country(" + Repeat("code: \"PA\" ", 3_000) + ") { name } }", "UNIQUE_ARGUMENT_NAMES" },
        { "a number of 500,000 digits", "{ node(id: " + Repeat("9", 500_000) + ") { id } }", ErrorCodes.NumberTooLong },
        { "20 numbers of 1,000 digits", "{ nodes(ids: [" + Repeat(Repeat("9", 1_000) + " ", 20) + "]) { id } }", Answered },
        { "a number of 500,000 digits where one is wanted", "{ countries(first: " + Repeat("9", 500_000) + ") { totalCount } }", ErrorCodes.NumberTooLong },
        { "a fraction of 500,000 digits", "{ countries(first: 0." + Repeat("9", 500_000) + ") { totalCount } }", ErrorCodes.NumberTooLong },
        { "a name of 900,000 letters", "{ " + Repeat("a", 900_000) + " }", ErrorCodes.TokenTooLong },
        { "a name of 8,000 letters", "{ " + Repeat("a", 8_000) + " }", "FIELDS_ON_CORRECT_TYPE" },
        { "a syntax error behind 900,000 commas", Repeat(",", 900_000) + "{ a ! }", "SYNTAX_ERROR" },
        { "900,000 commas", "{ " + Repeat(",", 900_000) + " __typename }", Answered },
        { "20,000 lists of one id", "{ nodes(ids: [" + Repeat("\"x\" ", 15_000) + "]) { id } }", ErrorCodes.TooManyIds },
        { "a page of everything's everything, which is little here", "{ countries(first: 500) { nodes { agreements(first: 500) { nodes { parties(first: 500) { nodes { ... on Country { agreements(first: 500) { nodes { id } } } } } } } } } }", Answered },
        { "100 pages of pages", "{ " + Join(i => $"a{i}: claims(first: 500) {{ nodes {{ report {{ claims(first: 500) {{ totalCount }} }} }} }} ", 100) + "}", ErrorCodes.CostTooHigh },
        { "50 searches for paths", "{ " + Join(i => $"a{i}: paths(from: \"country:USA\", to: \"country:PAN\", maxLength: 6) {{ length }} ", 50) + "}", ErrorCodes.CostTooHigh },
        { "introspection of introspection", "{ __schema { types { " + Nest("fields { type { ", "name", 6, "} } ") + "} } }", ErrorCodes.IntrospectionTooLarge },
        { "introspection 100 times", "{ " + Join(i => $"a{i}: __schema {{ types {{ fields {{ args {{ type {{ name }} }} type {{ name ofType {{ name }} }} }} }} }} ", 100) + "}", ErrorCodes.IntrospectionTooLarge },
        { "a search for 900,000 letters", "{ search(text: \"" + Repeat("a", 900_000) + "\") { totalCount } }", ErrorCodes.TokenTooLong },
        { "a search for 8,000 letters", "{ search(text: \"" + Repeat("a", 8_000) + "\") { totalCount } }", ErrorCodes.SearchText },
        { "garbage for a cursor", "{ countries(after: \"" + Repeat("zz", 4_000) + "\") { totalCount } }", ErrorCodes.InvalidCursor },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document(string what, string document, string expected) => await Refuses(Json(document), expected, what);

    public static TheoryData<string, string, string, string> Variables() => new()
    {
        { "a list of 300,000 numbers", "query($i: [ID!]!) { nodes(ids: $i) { id } }", "{\"i\":[" + Repeat("1,", 300_000) + "1]}", ErrorCodes.ListTooLong },
        { "JSON of 10,000 levels", "query($i: [ID!]!) { nodes(ids: $i) { id } }", "{\"i\":" + Nest("[", "", 10_000, "]") + "}", RequestErrorCodes.InvalidJson },
        { "30,000 variables that nobody asked for", "{ __typename }", "{" + Join(i => $"\"v{i}\":{i},", 30_000) + "\"x\":1}", Answered },
        { "a filter of 60 levels", "query($w: CountryFilterInput) { places { nodes { countries(where: $w) { totalCount } } } }", "{\"w\":" + Nest("{\"not\":", "{}", 60, "}") + "}", ErrorCodes.WhereTooDeep },
        {
            "a filter of 90,000 terms", "query($w: CountryFilterInput) { places { nodes { countries(where: $w) { totalCount } } } }",
            "{\"w\":{\"and\":[" + string.Join(',', Enumerable.Repeat("{\"or\":[" + string.Join(',', Enumerable.Repeat("{}", 900)) + "]}", 100)) + "]}}", ErrorCodes.CostTooHigh
        },
        {
            "a filter of 250,000 terms", "query($w: CountryFilterInput) { places { nodes { countries(where: $w) { totalCount } } } }",
            "{\"w\":{\"and\":[" + string.Join(',', Enumerable.Repeat("{\"or\":[" + string.Join(',', Enumerable.Repeat("{}", 900)) + "]}", 270)) + "]}}", ErrorCodes.ListTooLong
        },
        { "a page of two thousand million", "query($n: Int) { countries(first: $n) { totalCount } }", "{\"n\":2147483647}", ErrorCodes.PageSize },
        { "a number of 500,000 digits", "query($n: Int) { countries(first: $n) { totalCount } }", "{\"n\":" + Repeat("9", 500_000) + "}", RequestErrorCodes.InvalidRequest },
        { "900,000 letters for a code", "query($c: String) { country(code: $c) { name } }", "{\"c\":\"" + Repeat("x", 900_000) + "\"}", Answered },
        { "a date of 900,000 digits", "query($d: PartialDate) @asOf(date: $d) { country(code: \"PA\") { name } }", "{\"d\":\"" + Repeat("9", 900_000) + "\"}", ErrorCodes.InvalidVariable },
    };

    [Theory]
    [MemberData(nameof(Variables))]
    public async Task Variables_of(string what, string document, string variables, string expected) =>
        await Refuses(Encoding.UTF8.GetBytes($"{{\"query\":\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(document)}\",\"variables\":{variables}}}"), expected, what);

    public static TheoryData<string, string, string, string> Writes() => new()
    {
        { "an agreement with 1,000 equal parties", "mutation($i: CreateAgreementInput!) { createAgreement(input: $i) { errors { ... on Error { code } } } }", Input("\"name\":\"A\",\"kind\":\"PROGRAM\",\"parties\":[" + string.Join(',', Enumerable.Repeat("{\"to\":\"country:PAN\"}", 1_000)) + "]"), "EXISTS" },
        { "900 new claims", "mutation($i: CreateEventInput!) { createEvent(input: $i) { errors { ... on Error { code } } } }", Input("\"name\":\"E\",\"at\":{\"to\":\"place:darien_gap\",\"evidence\":[" + string.Join(',', Enumerable.Range(0, 900).Select(i => $"{{\"new\":{{\"statement\":\"{i}\",\"report\":\"report:cbs_2024_07_01\"}}}}")) + "]}"), ErrorCodes.TooManyEntries },
        { "900 new claims of one name", "mutation($i: CreateEventInput!) { createEvent(input: $i) { errors { ... on Error { code } } } }", Input("\"name\":\"E\",\"at\":{\"to\":\"place:darien_gap\",\"evidence\":[" + string.Join(',', Enumerable.Repeat("{\"new\":{\"statement\":\"S\",\"report\":\"report:cbs_2024_07_01\"}}", 900)) + "]}"), ErrorCodes.TooManyEntries },
        { "a name of 900,000 letters", "mutation($i: CreateEventInput!) { createEvent(input: $i) { errors { ... on Error { code } } } }", Input($"\"name\":\"{Repeat("x", 900_000)}\""), "TOO_LONG" },
        { "a null byte", "mutation($i: CreateEventInput!) { createEvent(input: $i) { errors { ... on Error { code } } } }", Input("\"name\":\"a\\u0000b\""), "INVALID_VALUE" },
        { "an id of 900,000 letters", "mutation($i: UpdateEventInput!) { updateEvent(input: $i) { errors { ... on Error { code } } } }", Input($"\"id\":\"{Repeat("x", 900_000)}\",\"set\":{{}}"), "NOT_FOUND" },
        { "an alias of 500,000 letters", "mutation($i: CreateOutletInput!) { createOutlet(input: $i) { errors { ... on Error { code } } } }", Input($"\"name\":\"O\",\"kind\":\"OTHER\",\"aliases\":[\"{Repeat("x", 500_000)}\"]"), "TOO_LONG" },
        { "1,000 deletions of one node", "mutation { " + Join(i => $"d{i}: deleteEvent(input: {{ id: \"event:x\" }}) {{ deletedId }} ", 1_000) + "}", "{}", ErrorCodes.TooManyRootFields },
        { "90 undos", "mutation { " + Join(i => $"u{i}: undoChange(input: {{ id: \"change:1\" }}) {{ change {{ id }} }} ", 90) + "}", "{}", ErrorCodes.FieldNotAlone },
        { "a note of 900,000 letters", "mutation($n: String) @change(note: $n) { deleteEvent(input: { id: \"event:x\" }) { deletedId } }", $"{{\"n\":\"{Repeat("x", 900_000)}\"}}", ErrorCodes.NoteTooLong },
    };

    private static string Input(string fields) => $"{{\"i\":{{{fields}}}}}";

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_of(string what, string document, string variables, string expected)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"query\":\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(document)}\",\"variables\":{variables}}}");
        var before = server.CpuTime;
        var attack = server.Post(body, mayWrite: true);
        await IsAnswered();
        var (_, answer) = await attack;
        Assert.Contains($"\"code\":\"{expected}\"", answer, StringComparison.Ordinal);
        Assert.InRange(answer.Length, 1, 100_000);
        Assert.True(server.CpuTime - before < TimeSpan.FromSeconds(1), $"{what}: {(server.CpuTime - before).TotalMilliseconds} ms");
        var (_, state) = await server.Post(Json("{ changes { totalCount } }"));
        Assert.Equal("""{"data":{"changes":{"totalCount":1}}}""", state);
    }

    [Fact]
    public async Task A_body_of_2_MiB() => await Refuses(Json(Repeat(" ", 2 << 20)), RequestErrorCodes.BodyTooLarge, "2 MiB");

    [Fact]
    public async Task Bytes_that_are_no_text() => await Refuses([.. "{\"query\":\""u8, .. Enumerable.Repeat((byte)0xC3, 500_000), .. "\"}"u8], RequestErrorCodes.InvalidJson, "invalid UTF-8");

    [Fact]
    public async Task Nested_JSON() => await Refuses(Encoding.UTF8.GetBytes(Repeat("[", 10_000)), RequestErrorCodes.InvalidRequest, "a list");

    [Fact]
    [Limit("INVALID_CURSOR")]
    public async Task A_cursor_of_another_connection()
    {
        var (_, body) = await server.Post(Json("{ countries(first: 1) { pageInfo { endCursor } } }"));
        var cursor = JsonNode.Parse(body)!["data"]!["countries"]!["pageInfo"]!["endCursor"]!.GetValue<string>();
        await Refuses(Json($"{{ officials(after: \"{cursor}\") {{ totalCount }} }}"), ErrorCodes.ForeignCursor, "a stolen cursor");
        await Refuses(Json($"{{ countries(after: \"{cursor[..^4]}\") {{ totalCount }} }}"), ErrorCodes.InvalidCursor, "a cut cursor");
    }

    [Fact]
    [Limit("REQUEST_TIMEOUT")]
    public async Task Bodies_that_come_slowly_hold_nobody_up_and_end()
    {
        var sockets = new List<Socket>();
        var before = server.CpuTime;
        for (var i = 0; i < 100; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"));
            sockets.Add(socket);
        }
        await IsAnswered();
        using var reader = new StreamReader(new NetworkStream(sockets[0], ownsSocket: true));
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains(RequestErrorCodes.RequestTimeout, answer, StringComparison.Ordinal);
        // Of a hundred of them, with the seconds that they were waited for.
        Assert.True(server.CpuTime - before < TimeSpan.FromSeconds(3), $"{server.CpuTime - before}");
        sockets.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task WebSockets_up_to_the_limit_hold_nobody_up_and_those_that_say_nothing_end()
    {
        var (most, before) = (new ServerOptions().MaxWebSockets, server.CpuTime);
        // Some more than may be; one of another test may still be about to end.
        var sockets = await Task.WhenAll(Enumerable.Range(0, most + 20).Select(async _ =>
        {
            var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("graphql-transport-ws");
            socket.Options.CollectHttpResponseDetails = true;
            var refusal = await Record.ExceptionAsync(() => socket.ConnectAsync(WebSocketAddress, default));
            return (Socket: socket, Refusal: refusal);
        }));
        await IsAnswered();
        var open = sockets.Where(s => s.Refusal is null).ToList();
        Assert.InRange(open.Count, most - 5, most);
        Assert.All(sockets.Where(s => s.Refusal is not null), s => Assert.Equal(HttpStatusCode.ServiceUnavailable, s.Socket.HttpStatusCode));
        foreach (var (socket, _) in open)
        {
            var end = await socket.ReceiveAsync(new byte[16], default).WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal((WebSocketMessageType.Close, (WebSocketCloseStatus)4408), (end.MessageType, end.CloseStatus!.Value));
        }
        Array.ForEach(sockets, s => s.Socket.Dispose());
        Assert.True(server.CpuTime - before < TimeSpan.FromSeconds(5), $"{server.CpuTime - before}");
    }

    [Fact]
    [Limit("MaxWebSocketOperations", "TOO_MANY_OPERATIONS")]
    public async Task Operations_beyond_what_one_WebSocket_may_run_are_refused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(WebSocketAddress, default);
        await Send(socket, """{"type":"connection_init"}""");
        const int Count = 2_000;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
                await Send(socket, $$$"""{"id":"{{{i}}}","type":"subscribe","payload":{"query":"{ claims(first: 500) { nodes { id statement } } }"}}""");
        });
        await IsAnswered();
        var (complete, refused, buffer) = (0, 0, new byte[1 << 20]);
        while (complete + refused < Count)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), default).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
                length += part.Count;
            }
            while (!part.EndOfMessage);
            var message = JsonNode.Parse(buffer.AsSpan(0, length))!;
            if (message["type"]!.GetValue<string>() is "complete")
                complete++;
            else if (message["type"]!.GetValue<string>() is "error")
            {
                Assert.Equal(RequestErrorCodes.TooManyOperations, message["payload"]![0]!["extensions"]!["code"]!.GetValue<string>());
                refused++;
            }
        }
        await sending;
        Assert.InRange(complete, 20, Count);
        await IsAnswered();
    }

    private Uri WebSocketAddress => new UriBuilder(server.Address) { Scheme = "ws" }.Uri;

    private static ValueTask Send(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, default);

    private async Task Refuses(byte[] body, string expected, string what)
    {
        var before = server.CpuTime;
        var attack = server.Post(body);
        await IsAnswered();
        var (_, answer) = await attack;
        var taken = server.CpuTime - before;
        Assert.Contains(expected == Answered ? expected : $"\"code\":\"{expected}\"", answer, StringComparison.Ordinal);
        if (expected != Answered)
        {
            Assert.DoesNotContain(Answered, answer, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        }
        Assert.True(taken < TimeSpan.FromSeconds(1), $"{what}: {taken.TotalMilliseconds} ms");
    }

    private async Task IsAnswered() =>
        Assert.Equal((HttpStatusCode.OK, AttackedServer.NormalAnswer), await server.Post(Encoding.UTF8.GetBytes(AttackedServer.Normal)));

    private static byte[] Json(string document) => JsonSerializer.SerializeToUtf8Bytes(new { query = document });
    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
    private static string Join(Func<int, string> text, int count) => string.Concat(Enumerable.Range(0, count).Select(text));
    private static string Nest(string before, string inner, int depth, string after) => Repeat(before, depth) + inner + Repeat(after, depth);

    private static string Doubled(int levels) => levels == 0 ? "id id "
        : Repeat($"relationships(first: 1) {{ nodes {{ {Doubled(levels - 1)} }} }} ", 2);
}
