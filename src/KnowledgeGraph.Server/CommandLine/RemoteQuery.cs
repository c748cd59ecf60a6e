using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Sends an operation to a running server.</summary>
internal static class RemoteQuery
{
    /// <summary>The environment variable with the token of requests. An option would show it to all users of the machine.</summary>
    private const string TokenVariable = "KNOWLEDGEGRAPH_TOKEN";

    public static Option<string> Url() => new("--url")
    {
        Description = $"Address of a running server, such as http://localhost:5000. Without it, the store is used. A token is taken from the environment variable {TokenVariable}.",
    };

    /// <summary>Runs an operation of a verb on a running server or on the store.</summary>
    /// <exception cref="CommandException">The operation was refused.</exception>
    public static async Task<JsonDocument> AskStoreOrServer(
        ParseResult call, string? url, string document, Dictionary<string, object?> variables, Terminal terminal, CancellationToken stop)
    {
        var response = url is null
            ? await StoreQuery.Ask(Settings.Read(call).Options, document, variables, null, terminal, stop)
            : await Ask(Endpoint(url), document, JsonSerializer.Serialize(variables), null, stop);
        if (Errors(response).ToList() is not { Count: > 0 } errors)
            return response;
        response.Dispose();
        throw new CommandException(1, string.Join('\n', errors));
    }

    /// <summary>The address of a server's GraphQL endpoint.</summary>
    /// <param name="given">The address of the server, or of the endpoint itself.</param>
    public static Uri Endpoint(string given) => Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address.AbsolutePath == "/" ? new Uri(address, "/graphql") : address
        : throw new CommandException(2, $"`--url` must be an http or https address such as http://localhost:5000, but was {Excerpt.Of(given)}.");

    /// <param name="variables">A JSON object; null for none.</param>
    public static async Task<JsonDocument> Ask(Uri endpoint, string document, string? variables, string? operation, CancellationToken stop)
    {
        using var response = await Post(endpoint, Body(document, variables, operation), "application/graphql-response+json, application/json;q=0.9", TimeSpan.FromSeconds(100), stop);
        return await Read(endpoint, response, stop);
    }

    /// <summary>Sends JSON, with the token of the environment.</summary>
    /// <exception cref="CommandException">No server responds.</exception>
    public static async Task<HttpResponseMessage> Post(Uri address, byte[] body, string accept, TimeSpan limit, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = limit };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        request.Headers.Accept.ParseAdd(accept);
        try
        {
            return await client.SendAsync(request, stop);
        }
        catch (HttpRequestException e)
        {
            throw new CommandException(1, $"{address}: No server responds. Start one with `serve`, or correct the address. ({e.Message})");
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CommandException(1, $"{address}: The server did not respond within {limit.TotalSeconds} s. Try again.");
        }
    }

    private static byte[] Body(string document, string? variables, string? operation)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("query", document);
            if (operation is not null)
                writer.WriteString("operationName", operation);
            if (variables is not null)
            {
                writer.WritePropertyName("variables");
                writer.WriteRawValue(variables);
            }
            writer.WriteEndObject();
        }
        return body.ToArray();
    }

    private static async Task<JsonDocument> Read(Uri endpoint, HttpResponseMessage response, CancellationToken stop)
    {
        var json = await ReadJson(endpoint, response, stop);
        if (json.RootElement.ValueKind == JsonValueKind.Object && (json.RootElement.TryGetProperty("data", out _) || json.RootElement.TryGetProperty("errors", out _)))
            return json;
        json.Dispose();
        throw NotOurs(endpoint, response);
    }

    public static async Task<JsonDocument> ReadJson(Uri address, HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
        }
        catch (JsonException)
        {
            throw NotOurs(address, response);
        }
    }

    private static CommandException NotOurs(Uri address, HttpResponseMessage response) =>
        new(1, $"{address}: The response is not one of a GraphQL server (HTTP status {(int)response.StatusCode}).");

    /// <summary>The errors of a response, as they are printed for an operation that runs here.</summary>
    public static IEnumerable<string> Errors(JsonDocument response) => response.RootElement.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Select(Describe) : [];

    // 1:3: Cannot query field `contry` on type `Query`. (FIELDS_ON_CORRECT_TYPE)
    public static string Describe(JsonElement error)
    {
        var place = error.TryGetProperty("locations", out var locations) && locations.GetArrayLength() > 0
            ? $"{locations[0].GetProperty("line")}:{locations[0].GetProperty("column")}: " : "";
        var code = error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var given) ? $" ({given})" : "";
        return $"{place}{error.GetProperty("message").GetString()}{code}";
    }
}
