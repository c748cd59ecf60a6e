using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Benchmarks.Generated;

namespace KnowledgeGraph.Benchmarks;

/// <summary>An operation with one variable, which differs from request to request.</summary>
internal sealed record Question(string Name, string Document, string Variable)
{
    /// <summary>About 80 kB: 20 countries, 12 agreements of each, and their parties.</summary>
    public static readonly Question Nested = new("nested", """
        query Nested($after: String) {
          countries(first: 20, after: $after) {
            edges {
              node {
                id
                name
                iso2
                agreements(first: 12) {
                  totalCount
                  edges {
                    role
                    since
                    node {
                      id
                      name
                      kind
                      status
                      parties {
                        edges {
                          node { ... on Country { name iso2 } }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
        """, "after");

    /// <summary>About 200 bytes: one agreement.</summary>
    public static readonly Question ById = new("by-id", """
        query ById($id: ID!) {
          agreement(id: $id) {
            id
            name
            kind
            status
            signed
          }
        }
        """, "id");

    /// <summary>Gives the cursors after which the nested question starts. Not measured.</summary>
    public static readonly Question Cursors = new("cursors", """
        query Cursors($first: Int!) {
          countries(first: $first) {
            edges { cursor }
          }
        }
        """, "first");

    public static readonly Question[] Measured = [Nested, ById];

    public static Question Find(string name) => Measured.First(q => q.Name == name);

    /// <summary>The body of a POST.</summary>
    public byte[] Body(object value) => JsonSerializer.SerializeToUtf8Bytes(
        new { query = Document, variables = new Dictionary<string, object> { [Variable] = value } }, BodyOptions);

    private static readonly JsonSerializerOptions BodyOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>What the questions are asked about: the values of their variables, in an order that jumps about the graph.</summary>
internal static class Variables
{
    private const ulong Seed = 5;
    private const int MostStarts = 150;
    private const int PageSize = 20;
    private const int MostIds = 20_000;

    /// <param name="contender">Whose cursors: each gives its own.</param>
    public static string[] Of(Question question, GeneratedGraph graph, IContender contender) =>
        question == Question.Nested ? StartsOf(graph, contender) : Ids(graph);

    /// <summary>Cursors of countries after which a whole page follows.</summary>
    private static string[] StartsOf(GeneratedGraph graph, IContender contender)
    {
        var countries = Math.Min(graph.NodesOf("Country").Count(), MostStarts + PageSize);
        using var answer = JsonDocument.Parse(contender.Answer(Question.Cursors, countries));
        var cursors = answer.RootElement.GetProperty("data").GetProperty("countries").GetProperty("edges").EnumerateArray()
            .Take(countries - PageSize).Select(e => e.GetProperty("cursor").GetString()!).ToArray();
        new Draw(Seed).Shuffle<string>(cursors);
        return cursors;
    }

    private static string[] Ids(GeneratedGraph graph)
    {
        var ids = graph.NodesOf("Agreement").Select(n => n.Id).ToArray();
        new Draw(Seed).Shuffle<string>(ids);
        return ids[..Math.Min(ids.Length, MostIds)];
    }
}
