using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

/// <summary>Each contradiction of a model, by one change to a model that has none.</summary>
public sealed class ModelReaderTests
{
    private const string Whole = """
        enum Stance { ASSERTS DENIES }
        interface Actor {
          id: ID!
          name: String! @search
          said: [Claim!]! @relationship(type: "CLAIMED_BY", direction: IN)
        }
        type Outlet implements Actor @node(prefix: "outlet") {
          reports: [Report!]! @relationship(type: "PUBLISHED_BY", direction: IN)
          originated: [Report!]! @relationship(type: "ORIGINATED_BY", direction: IN)
          journalists: [Journalist!]! @relationship(type: "WORKS_FOR", direction: IN, properties: "Tenure")
        }
        type Journalist implements Actor @node(prefix: "journalist") {
          worksFor: [Outlet!]! @relationship(type: "WORKS_FOR", direction: OUT, properties: "Tenure")
        }
        type Report @node(prefix: "report") @provenance {
          title: String! @search
          publishedOn: PartialDate
          outlet: Outlet @relationship(type: "PUBLISHED_BY", direction: OUT)
          originator: Outlet @relationship(type: "ORIGINATED_BY", direction: OUT)
          republishes: Report @relationship(type: "REPUBLISHES", direction: OUT)
          copies: [Report!]! @relationship(type: "REPUBLISHES", direction: IN)
          statements: [Claim!]! @relationship(type: "STATED_IN", direction: IN)
        }
        type Claim @node(prefix: "claim") @provenance {
          statement: String! @search
          stance: Stance! @default(value: ASSERTS)
          report: Report @relationship(type: "STATED_IN", direction: OUT)
          speakers: [Actor!]! @relationship(type: "CLAIMED_BY", direction: OUT)
          about: [About!]! @relationship(type: "CLAIMS_ABOUT", direction: OUT)
        }
        union About = Outlet | Journalist | Report
        type Tenure @relationshipProperties { title: String @key }
        type Other @relationshipProperties { rank: Int }
        """;

    [Fact]
    public void A_model_without_contradictions_is_read()
    {
        var model = ModelReader.Read("m.graphql", Whole);
        Assert.Equal(["Outlet", "Journalist", "Report", "Claim"], model.NodeTypes.Select(t => t.Name));
        Assert.Equal(["outlets", "journalists", "reports", "claims", "actors"], model.Collections.Select(t => t.CollectionName));
        Assert.Equal(["said", "worksFor", "claims"], model.FindNodeType("Journalist")!.Relationships.Select(r => r.Name));
    }

    [Theory]
    // Relationships and their ends
    [InlineData("  copies: [Report!]! @relationship(type: \"REPUBLISHES\", direction: IN)\n", "",
        "20: Report.republishes: REPUBLISHES OUT found without its other end; expected a field of Report with type \"REPUBLISHES\", direction IN")]
    [InlineData("  worksFor: [Outlet!]! @relationship(type: \"WORKS_FOR\", direction: OUT, properties: \"Tenure\")\n", "  rank: Int\n",
        "10: Outlet.journalists: WORKS_FOR IN found without its other end; expected a field of Journalist with type \"WORKS_FOR\", direction OUT")]
    [InlineData("copies: [Report!]! @relationship(type: \"REPUBLISHES\", direction: IN)", "copies: [Report!]! @relationship(type: \"REPUBLISHES\", direction: OUT)",
        "20: Report.republishes: REPUBLISHES OUT found without its other end; expected a field of Report with type \"REPUBLISHES\", direction IN")]
    [InlineData("statements: [Claim!]! @relationship(type: \"STATED_IN\", direction: IN)",
        "statements: [Claim!]! @relationship(type: \"STATED_IN\", direction: IN)\n  by: [About!]! @relationship(type: \"WORKS_FOR\", direction: IN, properties: \"Tenure\")",
        "23: Report.by: WORKS_FOR IN found without its other end; expected a field of About with type \"WORKS_FOR\", direction OUT")]
    [InlineData("journalists: [Journalist!]!", "journalists: [Actor!]!",
        "10: Outlet.journalists: WORKS_FOR from Outlet to Outlet found; its other end does not allow it")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: BOTH, properties: \"Tenure\"",
        "13: Journalist.worksFor: direction BOTH found; expected OUT or IN")]
    [InlineData("@relationship(type: \"REPUBLISHES\", direction: OUT)", "@relationship(type: \"REPUBLISHES\", direction: OUT, atLeast: -1)",
        "20: Report.republishes: atLeast -1 found; expected a whole number")]
    [InlineData("@relationship(type: \"REPUBLISHES\", direction: OUT)", "@relationship(direction: OUT)", "20: @relationship found without type; expected it")]
    [InlineData("@relationship(type: \"REPUBLISHES\", direction: OUT)", "@relationship(type: \"REPUBLISHES\")", "20: @relationship found without direction; expected it")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: OUT, properties: \"Other\"",
        "13: Journalist.worksFor: properties Other found; expected Tenure, as at Outlet.journalists")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: OUT",
        "13: Journalist.worksFor: properties none found; expected Tenure, as at Outlet.journalists")]
    [InlineData("direction: IN, properties: \"Tenure\"", "direction: IN",
        "13: Journalist.worksFor: properties Tenure found; expected none, as at Outlet.journalists")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: OUT, properties: \"Job\"",
        "13: Journalist.worksFor: unknown properties Job; expected a type with @relationshipProperties")]
    // Types
    [InlineData("publishedOn: PartialDate", "publishedOn: Date", "17: Report.publishedOn: unknown type Date; expected a scalar, an enum or a type of the model")]
    [InlineData("publishedOn: PartialDate", "publishedOn: PartialDate\n  by: Outlet", "18: Report.by: Outlet found without @relationship; expected one")]
    [InlineData("outlet: Outlet @", "outlet: Paper @", "18: Report.outlet: unknown type Paper; expected a type of the model")]
    [InlineData("Journalist implements Actor", "Journalist implements Person", "12: type Journalist: unknown interface Person; expected one that the model declares")]
    [InlineData("Journalist implements Actor", "Journalist implements Actor & Person", "12: type Journalist: 2 interfaces found; expected at most one")]
    [InlineData("Journalist | Report", "Journalist | Paper", "31: unknown type Paper; expected a type with @node")]
    [InlineData("Journalist | Report", "Journalist | Stance", "31: unknown type Stance; expected a type with @node")]
    [InlineData("type Other @relationshipProperties", "type Other", "33: type Other found with neither @node nor @relationshipProperties; expected one of them")]
    [InlineData("title: String! @search", "title: String!", "15: type Report found without a name; expected one property with @search")]
    [InlineData("name: String! @search", "name: String!", "2: type Actor found without a name; expected one property with @search")]
    [InlineData("enum Stance { ASSERTS DENIES }", "enum Stance { ASSERTS DENIES } enum Stance { X }", "1: type Stance found twice; expected once")]
    [InlineData("type Other @", "type Tenure @", "33: type Tenure found twice; expected once")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "union Outlet = Report", "33: type Outlet found twice; expected once")]
    // Prefixes
    [InlineData("\"journalist\"", "\"outlet\"", "7: type Outlet: prefix \"outlet\" found, which Journalist has too; expected another")]
    [InlineData("\"journalist\"", "\"Journalist\"", "12: type Journalist: prefix \"Journalist\" found; expected lower-case letters")]
    [InlineData("\"journalist\"", "\"\"", "12: type Journalist: prefix \"\" found; expected lower-case letters")]
    [InlineData("@node(prefix: \"journalist\")", "@node", "12: @node found without prefix; expected it")]
    // Fields
    [InlineData("publishedOn: PartialDate", "publishedOn: PartialDate\n  title: String", "18: Report.title found twice; expected once, an interface's fields are not repeated")]
    [InlineData("  worksFor", "  name: String!\n  worksFor", "13: Journalist.name found twice; expected once, an interface's fields are not repeated")]
    [InlineData("  worksFor", "  said: String\n  worksFor", "13: Journalist.said found twice; expected once, an interface's fields are not repeated")]
    // Names that the schema makes itself
    [InlineData("publishedOn: PartialDate", "claims: String", "17: reserved name Report.claims found; every node has it already, or the language keeps it")]
    [InlineData("publishedOn: PartialDate", "recordedAt: DateTime", "17: reserved name Report.recordedAt found; every node has it already, or the language keeps it")]
    [InlineData("publishedOn: PartialDate", "__x: String", "17: reserved name Report.__x found; every node has it already, or the language keeps it")]
    [InlineData("{ rank: Int }", "{ since: Int }", "33: reserved name Other.since found; every relationship has it already")]
    [InlineData("{ rank: Int }", "{ cursor: String }", "33: reserved name Other.cursor found; every relationship has it already")]
    [InlineData("type Other", "type Node", "33: reserved name Node found; expected one that the schema does not make itself")]
    [InlineData("type Other", "type OtherConnection", "33: reserved name OtherConnection found; expected one that the schema does not make itself")]
    [InlineData("type Other", "type OtherEdge", "33: reserved name OtherEdge found; expected one that the schema does not make itself")]
    [InlineData("enum Stance { ASSERTS DENIES }", "enum Stance { ASSERTS DENIES } enum NodeType { X }",
        "1: reserved name NodeType found; expected one that the schema does not make itself")]
    // Evidence
    [InlineData("publishedOn: PartialDate", "date: PartialDate", "1: Report has no publishedOn; expected one")]
    [InlineData("  stance: Stance! @default(value: ASSERTS)\n", "", "1: Claim has no stance; expected one")]
    [InlineData("enum Stance { ASSERTS DENIES }", "enum Stance { ASSERTS }", "1: Claim.stance: Stance! found; expected an enum with ASSERTS and DENIES")]
    [InlineData("stance: Stance! @default(value: ASSERTS)", "stance: String!", "1: Claim.stance: String! found; expected an enum with ASSERTS and DENIES")]
    [InlineData("@default(value: ASSERTS)", "@default(value: SAYS)", "26: Claim.stance: default SAYS found; expected one of ASSERTS, DENIES")]
    // Directives that name properties and relationships
    [InlineData("interface Actor {", "interface Actor @lifespan(end: \"died\", status: \"s\", statusAsOf: \"a\") {",
        "2: @lifespan found without start; expected a list of properties")]
    [InlineData("@node(prefix: \"outlet\")", "@node(prefix: \"outlet\") @reliance(acts: \"WORKS_FOR\", benefits: \"WORKS_FOR\", pursues: \"WORKS_FOR\", strength: \"title\", serves: \"WORKS_FOR\", steps: many)",
        "7: @reliance: steps many found; expected a whole number")]
    [InlineData("interface Actor {", "interface Actor @lifespan(start: [\"born\"], end: \"died\", status: \"s\", statusAsOf: \"a\") {",
        "2: @lifespan: Actor has no property born; expected one of its own")]
    [InlineData("@node(prefix: \"outlet\")", "@node(prefix: \"outlet\") @reliance(acts: \"X\", benefits: \"Y\", pursues: \"Z\", strength: \"s\", serves: \"T\", steps: 4)",
        "7: @reliance: unknown relationship Z; expected one of the model")]
    [InlineData("@node(prefix: \"outlet\")", "@node(prefix: \"outlet\") @reliance(acts: \"WORKS_FOR\", benefits: \"WORKS_FOR\", pursues: \"WORKS_FOR\", strength: \"s\", serves: \"WORKS_FOR\", steps: 4)",
        "7: @reliance: WORKS_FOR has no property s; expected one of its own")]
    // Types without anything in them
    [InlineData("type Other @relationshipProperties { rank: Int }", "type Other @node(prefix: \"other\")", "33: type Other found without a name; expected one property with @search")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "type Other @relationshipProperties", "33: type Other found without a field; expected at least one")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "union Other", "33: union Other found without a type; expected at least one")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "enum Other", "33: enum Other found without a value; expected at least one")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "interface Other", "33: type Other found without a name; expected one property with @search")]
    public void A_contradiction_is_named_with_its_place(string text, string instead, string message)
    {
        Assert.Contains(text, Whole, StringComparison.Ordinal);
        var at = Whole.IndexOf(text, StringComparison.Ordinal);
        var error = Assert.Throws<ModelException>(() => ModelReader.Read("m.graphql", Whole[..at] + instead + Whole[(at + text.Length)..]));
        Assert.Equal("m.graphql:" + message, error.Message);
    }

    [Fact]
    public void Text_that_is_no_schema_is_named_with_its_line()
    {
        var error = Assert.Throws<ModelException>(() => ModelReader.Read("m.graphql", "enum Stance { A }\ntype {"));
        Assert.StartsWith("m.graphql:2: ", error.Message, StringComparison.Ordinal);
    }
}
