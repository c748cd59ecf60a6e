using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>An operation, the same as a statement written by hand, and the same as @neo4j/graphql is asked. All give the same values in the same order.</summary>
/// <param name="Document">What the product is asked.</param>
/// <param name="Statement">Lists by position: a map for each object was slower.</param>
internal sealed record Neo4jQuestion(string Name, string Document, string Statement, string LibraryDocument)
{
    public static readonly Neo4jQuestion Nested = new("nested", Question.Nested.Document, """
        MATCH (c:Country) WHERE c._name > $after
        WITH c ORDER BY c._name LIMIT 20
        CALL (c) {
          MATCH ()-[p:PARTY_TO]->(a) USING INDEX SEEK p:PARTY_TO(_out)
          WHERE p._out >= c.id + ' ' AND p._out < c.id + '!'
          WITH p, a ORDER BY p._out LIMIT 12
          CALL (a) {
            MATCH (a)<-[:PARTY_TO]-(b:Country)
            WITH b ORDER BY b._name
            RETURN collect([b.name, b.iso2]) AS parties
          }
          RETURN collect([p.role, p.since, a.id, a.name, a.kind, a.status, parties]) AS agreements
        }
        RETURN collect([c.id, c.name, c.iso2, COUNT { (c)-[:PARTY_TO]->() }, agreements]) AS data
        """, """
        query Nested($offset: Int!) {
          countries(limit: 20, offset: $offset, sort: [{ _name: ASC }]) {
            id
            name
            iso2
            agreementsConnection(first: 12, sort: [{ node: { _name: ASC } }, { node: { id: ASC } }]) {
              totalCount
              edges {
                properties { role since }
                node {
                  id
                  name
                  kind
                  status
                  parties(sort: [{ _name: ASC }]) { name iso2 }
                }
              }
            }
          }
        }
        """);

    public static readonly Neo4jQuestion ById = new("by-id", Question.ById.Document, """
        MATCH (a:Entity {id: $id}) WHERE a:Agreement
        RETURN [a.id, a.name, a.kind, a.status, a.signed] AS data
        """, """
        query ById($id: ID!) {
          agreements(where: { id: { eq: $id } }) {
            id
            name
            kind
            status
            signed
          }
        }
        """);

    public static readonly Neo4jQuestion ThreeRoots = new("three-roots", """
        query ThreeRoots($agreement: ID!, $country: ID!, $report: ID!) {
          agreement(id: $agreement) { id name kind status signed }
          country(id: $country) { id name iso2 iso3 }
          report(id: $report) { id title kind publishedOn }
        }
        """, """
        MATCH (a:Entity {id: $agreement}) WHERE a:Agreement
        MATCH (c:Entity {id: $country}) WHERE c:Country
        MATCH (r:Entity {id: $report}) WHERE r:Report
        RETURN [a.id, a.name, a.kind, a.status, a.signed, c.id, c.name, c.iso2, c.iso3, r.id, r.title, r.kind, r.publishedOn] AS data
        """, """
        query ThreeRoots($agreement: ID!, $country: ID!, $report: ID!) {
          agreements(where: { id: { eq: $agreement } }) { id name kind status signed }
          countries(where: { id: { eq: $country } }) { id name iso2 iso3 }
          reports(where: { id: { eq: $report } }) { id title kind publishedOn }
        }
        """);

    public static readonly Neo4jQuestion[] All = [Nested, ById, ThreeRoots];

    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Neo4jQuestion Find(string name) => All.First(q => q.Name == name);

    /// <summary>The body of a POST: of GraphQL over HTTP, or of Neo4j's Query API.</summary>
    public byte[] Body(Contender contender, IReadOnlyDictionary<string, object?> variables) => contender switch
    {
        Contender.Product => JsonSerializer.SerializeToUtf8Bytes(new { query = Document, variables }, s_options),
        Contender.Library => JsonSerializer.SerializeToUtf8Bytes(new { query = LibraryDocument, variables }, s_options),
        _ => JsonSerializer.SerializeToUtf8Bytes(new { statement = Statement, accessMode = "READ", parameters = variables }, s_options),
    };
}
