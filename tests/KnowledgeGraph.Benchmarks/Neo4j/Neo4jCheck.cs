using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>
/// Whether all contenders answer alike: otherwise a comparison of their speed says nothing. The product must give the embedded store's
/// JSON; the others, whose keys and lists differ, the same values in the same order.
/// </summary>
internal static class Neo4jCheck
{
    private const int Sample = 40;

    /// <param name="addresses">Where the contenders answer.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(GeneratedGraph graph, Neo4jAddress neo4j, IReadOnlyDictionary<Contender, Uri> addresses)
    {
        var variables = new Neo4jVariables(graph);
        using var client = new HttpClient();
        foreach (var question in Neo4jQuestion.All)
        {
            var expected = variables.Of(question, Contender.Product).Take(Sample).Select(v => variables.Expected(question, v)).ToList();
            foreach (var (contender, address) in addresses)
            {
                var sizes = new List<int>();
                foreach (var (asked, answer) in variables.Of(question, contender).Zip(expected))
                {
                    var found = await Ask(client, address, contender == Contender.Cypher ? neo4j : null, question.Body(contender, asked));
                    if (!IsSame(contender, JsonNode.Parse(answer)!, JsonNode.Parse(found)!))
                    {
                        Console.Error.WriteLine($"{question.Name}, {contender}, {JsonSerializer.Serialize(asked)}: another answer than the embedded store's");
                        Console.Error.WriteLine($"expected: {Start(answer)}");
                        Console.Error.WriteLine($"found:    {Start(found)}");
                        return 1;
                    }
                    sizes.Add(found.Length);
                }
                Console.WriteLine($"{question.Name}, {contender}: {sizes.Count} answers as the embedded store's, {sizes.Min()} to {sizes.Max()} bytes");
            }
        }
        return 0;
    }

    private static bool IsSame(Contender contender, JsonNode expected, JsonNode found) => contender switch
    {
        Contender.Product => JsonNode.DeepEquals(expected, found),
        Contender.Cypher => found["data"]?["values"] is { } values && Values(expected["data"]).SequenceEqual(Values(values)),
        _ => found["errors"] is null && Values(expected["data"]).SequenceEqual(Values(found["data"])),
    };

    /// <summary>All values in the order of the text, without keys and lists.</summary>
    private static IEnumerable<string> Values(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Values(f.Value)),
        JsonArray items => items.SelectMany(Values),
        null => ["null"],
        _ => [node.ToJsonString()],
    };

    private static async Task<byte[]> Ask(HttpClient client, Uri address, Neo4jAddress? user, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        if (user is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.User}:{user.Password}")));
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static string Start(byte[] json) => Encoding.UTF8.GetString(json.AsSpan(0, Math.Min(json.Length, 2000)));
}
