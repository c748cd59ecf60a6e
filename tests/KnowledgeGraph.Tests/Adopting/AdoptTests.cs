using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Adopting;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Adopting;

/// <summary>The verb `adopt`: a graph with other names comes into both stores.</summary>
[Collection(StoreDatabase.Name)]
public sealed class AdoptTests : IDisposable
{
    private const string Foreign = """
        CREATE (p:Nation {label: 'Panama', code2: 'PA', code3: 'PAN', founded: 1903}),
               (a:Person {first: 'Ana', last: 'Ruiz', aka: ['A. Ruiz']}), (b:Person {first: 'Ben', last: 'Soto', aka: 'Benny'}),
               (m:Ministry {label: 'Ministry of Public Security'}), (:Cat {name: 'Tom'}),
               (a)-[:WORKS_AT {as: 'Minister', from: date('2024-07-01')}]->(m), (p)-[:HAS]->(m), (a)-[:KNOWS]->(b)
        """;

    private const string Mapping = """
        report:
          title: Notes of the desk
          publisher: The Desk
          date: 2024-08
          url: https://desk.example/notes
        nodes:
          Nation: { type: Country, properties: { name: label, iso2: code2, iso3: code3 } }
          Person:
            type: Official
            properties: { name: "{first} {last}", aliases: aka }
          Ministry:
            type: Agency
            id: "agency:pan_{label}"
            properties: { name: label, kind: { value: MINISTRY } }
        relationships:
          WORKS_AT: { type: HOLDS_OFFICE, since: from, properties: { title: as } }
          HAS: { type: PART_OF, reversed: true }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(Protocol.Bolt, "embedded")]
    [InlineData(Protocol.QueryApi, "neo4j")]
    public async Task A_small_graph_is_adopted_once(Protocol protocol, string store)
    {
        var source = await Source(protocol, Foreign.Replace("Ministry of Public Security'}", "Security'}", StringComparison.Ordinal));
        var mapping = _folder.Write("desk.yaml", Mapping);
        const string Unmapped = "not mapped, not adopted: 1 Cat, 1 KNOWS, 1 Nation.founded\n";

        var (code, output, error) = await Adopt(source, store, mapping, "--dry-run");
        Assert.Equal((0, Unmapped), (code, error));
        Assert.Contains("would add 7 nodes and 4 relationships:", output, StringComparison.Ordinal);
        Assert.Contains("    official:ana-ruiz\n", output, StringComparison.Ordinal);

        (code, output, error) = await Adopt(source, store, mapping);
        Assert.Equal((0, Unmapped), (code, error));
        Assert.EndsWith("Graph: version 1, 7 nodes, 4 relationships\n", output, StringComparison.Ordinal);

        // What the mapping does not name stays as it is.
        (code, _, _) = await Run(source, store, "import", _folder.Write("more.jsonl", """{"node":"Country","id":"country:PAN","name":"Panama","iso2":"PA","iso3":"PAN","wikidata":"Q804"}"""));
        Assert.Equal(0, code);
        (code, output, error) = await Adopt(source, store, mapping);
        Assert.Equal((0, Unmapped), (code, error));
        Assert.StartsWith("Nothing changed: ", output, StringComparison.Ordinal);

        (code, output, _) = await Run(source, store, "query", _folder.Write("q.graphql", """
            { officials(where: { name: { eq: "Ana Ruiz" } }) { nodes { aliases offices { edges { title since evidence { statement report { title publishedOn outlet { name } } }
              node { ... on Agency { id name kind country { name } } } } } } } }
            """));
        Assert.Equal(0, code);
        foreach (var part in (string[])["A. Ruiz", "Minister", "2024-07-01", "Notes of the desk states it.", "2024-08", "The Desk", "agency:pan_Security", "MINISTRY", "Panama"])
            Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task All_errors_of_a_graph_have_their_places_and_nothing_is_adopted()
    {
        var source = await Source(Protocol.Bolt, """
            CREATE (:Nation {label: 'Panama', code2: 7, code3: 'PAN'}), (a:Person {first: 'Ana'}), (:Person {first: 'Ana', last: 'Ruiz', aka: [1, 2]}), (m:Ministry {label: 'X'}),
                   (b:Person {first: 'Ben', last: 'Soto'})-[:WORKS_AT {from: 'May 2024'}]->(m), (m)-[:WORKS_AT]->(b)
            """);
        var (code, output, error) = await Adopt(source, "embedded", _folder.Write("desk.yaml", Mapping));
        Assert.Equal((1, ""), (code, output));
        var lines = error.Split('\n');
        Assert.Contains(lines, l => l.StartsWith("Person 4:", StringComparison.Ordinal) && l.Contains("`id` is missing", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("Person 4:", StringComparison.Ordinal) && l.Contains(".aka: ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("WORKS_AT 5:", StringComparison.Ordinal) && l.Contains(".from: ", StringComparison.Ordinal) && l.Contains("May 2024", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("WORKS_AT 5:", StringComparison.Ordinal) && l.Contains("must lead from", StringComparison.Ordinal));
        Assert.EndsWith("Nothing was adopted.\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "m.yaml:1:1: The mapping must be one YAML document with `report:`, `nodes:` and, if there are any, `relationships:`.")]
    [InlineData("nodes: {}", "m.yaml:1:1: `report` is missing. Name the report that the graph comes from: its title, publisher, date and url.")]
    [InlineData("report: { title: T }\nnodes: {}", "m.yaml:1:9: `publisher` of the report is missing.")]
    [InlineData("report: { title: T, publisher: P, date: May }\nnodes: {}", "m.yaml:1:41: `date` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"May\".")]
    [InlineData("report: { title: T, publisher: P }\nnodes: { X: { type: Contry } }", "m.yaml:2:21: The type of nodes `Contry` is unknown. Did you mean `Country`?")]
    [InlineData("report: { title: T, publisher: P }\nnodes: { X: { } }", "m.yaml:2:10: `type` of X is missing.")]
    [InlineData("report: { title: T, publisher: P }\nnodes: { X: { type: Country, properties: { nam: x } } }", "m.yaml:2:44: The property `nam` is unknown. Did you mean `name`?|m.yaml:2:13: `name` of Country is missing in `properties`. Every node needs it.")]
    [InlineData("report: { title: T, publisher: P }\nnodes: { X: { type: Objective, id: aim, properties: { name: x } } }", "m.yaml:2:36: `id` must have the name of a property in braces, such as `objective:{code}`.")]
    [InlineData("report: { title: T, publisher: P }\nnodes: { X: { type: Agency, properties: { name: x, kind: { value: CLUB } } } }", "m.yaml:2:67: `kind` must be one of")]
    [InlineData("report: { title: T, publisher: P }\nnodes: {}\nrelationships: { R: { type: PARTY_TO, reversed: yes, when: x } }", "m.yaml:3:49: `reversed` must be true or false, but was \"yes\".|m.yaml:3:54: The field `when` is unknown.")]
    public void A_wrong_mapping_has_all_its_errors(string mapping, string errors)
    {
        var refused = Assert.Throws<ChangeRefusedException>(() => AdoptMappingReader.Read(TestGraph.Model, "m.yaml", System.Text.Encoding.UTF8.GetBytes(mapping)));
        var found = refused.Errors.Select(e => e.ToString()).ToList();
        Assert.All(errors.Split('|'), e => Assert.Contains(found, f => f.StartsWith(e, StringComparison.Ordinal)));
        Assert.Equal(errors.Split('|').Length, found.Count);
    }

    [Fact]
    public async Task A_mapping_that_does_not_exist_is_one_line()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, await Server.Program.Run(["adopt", "--mapping", "none.yaml"], new Terminal(TextReader.Null, output, error), default));
        Assert.Equal(("", "none.yaml: The file does not exist. Name the mapping.\n"), (output.ToString(), error.ToString()));
    }

    private static async Task<Neo4jAddress> Source(Protocol protocol, string cypher)
    {
        var address = await StoreDatabase.Empty(protocol);
        using var client = INeo4jClient.To(address, TimeProvider.System);
        await client.Run(new Statement("test", cypher), null, null, default);
        return address;
    }

    private Task<(int Code, string Output, string Error)> Adopt(Neo4jAddress source, string store, string mapping, params string[] more) =>
        Run(source, store, ["adopt", "--mapping", mapping, "--source-url", source.Url.ToString(), "--source-user", source.User, "--source-database", source.Database, .. more]);

    /// <summary>Runs a verb with the password in the environment, where the program looks for it.</summary>
    private async Task<(int Code, string Output, string Error)> Run(Neo4jAddress source, string store, params string[] arguments)
    {
        var before = Environment.GetEnvironmentVariable("NEO4J_PASSWORD");
        Environment.SetEnvironmentVariable("NEO4J_PASSWORD", source.Password);
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            using var error = new StringWriter { NewLine = "\n" };
            string[] all =
            [
                .. arguments, "--store", store, "--data", Path.Combine(_folder.Path, "data"),
                .. store == "neo4j" ? (string[])["--neo4j-url", source.Url.ToString(), "--neo4j-user", source.User, "--neo4j-database", source.Database] : [],
            ];
            var code = await Server.Program.Run(all, new Terminal(TextReader.Null, output, error), default);
            return (code, output.ToString(), error.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable("NEO4J_PASSWORD", before);
        }
    }
}
