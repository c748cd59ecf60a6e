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
        type Journalist implements Actor @node(prefix: "journalist") { written: [Report!]! @relationship(type: "WRITTEN_BY", direction: IN)
          worksFor: [Outlet!]! @relationship(type: "WORKS_FOR", direction: OUT, properties: "Tenure")
        }
        type Report @node(prefix: "report") @provenance { writers: [Journalist!]! @relationship(type: "WRITTEN_BY", direction: OUT) prints: [Statistic!]! @relationship(type: "REPORTED_IN", direction: IN)
          title: String! @search
          publishedOn: PartialDate url: URL
          outlet: Outlet @relationship(type: "PUBLISHED_BY", direction: OUT)
          originator: Outlet @relationship(type: "ORIGINATED_BY", direction: OUT)
          republishes: Report @relationship(type: "REPUBLISHES", direction: OUT)
          copies: [Report!]! @relationship(type: "REPUBLISHES", direction: IN)
          statements: [Claim!]! @relationship(type: "STATED_IN", direction: IN)
        }
        type Claim @node(prefix: "claim") @provenance {
          statement: String! @search
          stance: Stance! @default(value: ASSERTS) quote: String
          report: Report @relationship(type: "STATED_IN", direction: OUT)
          speakers: [Actor!]! @relationship(type: "CLAIMED_BY", direction: OUT)
          about: [About!]! @relationship(type: "CLAIMS_ABOUT", direction: OUT)
        }
        union About = Outlet | Journalist | Report
        type Tenure @relationshipProperties { title: String @key }
        type Other @relationshipProperties { rank: Int }
        type Statistic @node(prefix: "statistic") @provenance { measure: String! @search report: Report @relationship(type: "REPORTED_IN", direction: OUT) }
        """;

    [Fact]
    public void A_model_without_contradictions_is_read()
    {
        var model = ModelReader.Read("m.graphql", Whole);
        Assert.Equal(["Outlet", "Journalist", "Report", "Claim", "Statistic"], model.NodeTypes.Select(t => t.Name));
        Assert.Equal(["outlets", "journalists", "reports", "claims", "statistics", "actors"], model.Collections.Select(t => t.CollectionName));
        Assert.Equal(["said", "written", "worksFor", "claims"], model.FindNodeType("Journalist")!.Relationships.Select(r => r.Name));
    }

    [Theory]
    // Relationships and their ends
    [InlineData("  copies: [Report!]! @relationship(type: \"REPUBLISHES\", direction: IN)\n", "",
        "20: `Report.republishes` is one end of REPUBLISHES, but no field declares the other end. Add a field to `Report` with type \"REPUBLISHES\" and direction IN.")]
    [InlineData("  worksFor: [Outlet!]! @relationship(type: \"WORKS_FOR\", direction: OUT, properties: \"Tenure\")\n", "  rank: Int\n",
        "10: `Outlet.journalists` is one end of WORKS_FOR, but no field declares the other end. Add a field to `Journalist` with type \"WORKS_FOR\" and direction OUT.")]
    [InlineData("copies: [Report!]! @relationship(type: \"REPUBLISHES\", direction: IN)", "copies: [Report!]! @relationship(type: \"REPUBLISHES\", direction: OUT)",
        "20: `Report.republishes` is one end of REPUBLISHES, but no field declares the other end. Add a field to `Report` with type \"REPUBLISHES\" and direction IN.")]
    [InlineData("statements: [Claim!]! @relationship(type: \"STATED_IN\", direction: IN)",
        "statements: [Claim!]! @relationship(type: \"STATED_IN\", direction: IN)\n  by: [About!]! @relationship(type: \"WORKS_FOR\", direction: IN, properties: \"Tenure\")",
        "23: `Report.by` is one end of WORKS_FOR, but no field declares the other end. Add a field to `About` with type \"WORKS_FOR\" and direction OUT.")]
    [InlineData("journalists: [Journalist!]!", "journalists: [Actor!]!",
        "10: `Outlet.journalists` allows WORKS_FOR from `Outlet` to `Outlet`, but its other end does not. Change one of the two fields.")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: BOTH, properties: \"Tenure\"",
        "13: The direction of `Journalist.worksFor` must be OUT or IN, but was BOTH.")]
    [InlineData("@relationship(type: \"REPUBLISHES\", direction: OUT)", "@relationship(type: \"REPUBLISHES\", direction: OUT, atLeast: -1)",
        "20: `atLeast` of `Report.republishes` must be a whole number, but was -1.")]
    [InlineData("@relationship(type: \"REPUBLISHES\", direction: OUT)", "@relationship(direction: OUT)", "20: @relationship has no `type`. Add it.")]
    [InlineData("@relationship(type: \"REPUBLISHES\", direction: OUT)", "@relationship(type: \"REPUBLISHES\")", "20: @relationship has no `direction`. Add it.")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: OUT, properties: \"Other\"",
        "13: The properties of `Journalist.worksFor` must be Tenure, as those of `Outlet.journalists`, but were Other.")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: OUT",
        "13: The properties of `Journalist.worksFor` must be Tenure, as those of `Outlet.journalists`, but were none.")]
    [InlineData("direction: IN, properties: \"Tenure\"", "direction: IN",
        "13: The properties of `Journalist.worksFor` must be none, as those of `Outlet.journalists`, but were Tenure.")]
    [InlineData("direction: OUT, properties: \"Tenure\"", "direction: OUT, properties: \"Job\"",
        "13: `Journalist.worksFor` has the unknown properties `Job`. Name a type with @relationshipProperties.")]
    // Types
    [InlineData("publishedOn: PartialDate", "publishedOn: Date", "17: `Report.publishedOn` has the unknown type `Date`. Use a scalar, an enum or a type of the model.")]
    [InlineData("publishedOn: PartialDate", "publishedOn: PartialDate\n  by: Outlet", "18: `Report.by` has the type `Outlet`, but no @relationship. Add the directive.")]
    [InlineData("outlet: Outlet @", "outlet: Paper @", "18: `Report.outlet` has the unknown type `Paper`. Use a type of the model.")]
    [InlineData("Journalist implements Actor", "Journalist implements Person", "12: `Journalist` has the unknown interface `Person`. Use one that the model declares.")]
    [InlineData("Journalist implements Actor", "Journalist implements Actor & Person", "12: `Journalist` must have at most one interface, but has 2.")]
    [InlineData("Journalist | Report", "Journalist | Paper", "31: The type `Paper` is unknown. Use a type with @node.")]
    [InlineData("Journalist | Report", "Journalist | Stance", "31: The type `Stance` is unknown. Use a type with @node.")]
    [InlineData("type Other @relationshipProperties", "type Other", "33: `Other` has neither @node nor @relationshipProperties. Add one of them.")]
    [InlineData("title: String! @search", "title: String!", "15: `Report` has no name. Mark one property with @search.")]
    [InlineData("name: String! @search", "name: String!", "2: `Actor` has no name. Mark one property with @search.")]
    [InlineData("enum Stance { ASSERTS DENIES }", "enum Stance { ASSERTS DENIES } enum Stance { X }", "1: The type `Stance` is declared twice. Declare it once.")]
    [InlineData("type Other @", "type Tenure @", "33: The type `Tenure` is declared twice. Declare it once.")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "union Outlet = Report", "33: The type `Outlet` is declared twice. Declare it once.")]
    // Prefixes
    [InlineData("\"journalist\"", "\"outlet\"", "7: The prefix of `Outlet` must be unique, but `Journalist` also has \"outlet\".")]
    [InlineData("\"journalist\"", "\"Journalist\"", "12: The prefix of `Journalist` must consist of lower-case letters and hyphens, but was \"Journalist\".")]
    [InlineData("\"journalist\"", "\"\"", "12: The prefix of `Journalist` must consist of lower-case letters and hyphens, but was \"\".")]
    [InlineData("@node(prefix: \"journalist\")", "@node", "12: @node has no `prefix`. Add it.")]
    // Fields
    [InlineData("publishedOn: PartialDate", "publishedOn: PartialDate\n  title: String", "18: `Report.title` is declared twice. Declare it once, and do not repeat the fields of an interface.")]
    [InlineData("  worksFor", "  name: String!\n  worksFor", "13: `Journalist.name` is declared twice. Declare it once, and do not repeat the fields of an interface.")]
    [InlineData("  worksFor", "  said: String\n  worksFor", "13: `Journalist.said` is declared twice. Declare it once, and do not repeat the fields of an interface.")]
    // Names that the schema makes itself
    [InlineData("publishedOn: PartialDate", "claims: String", "17: The name of `Report.claims` is reserved: every node already has this field, or GraphQL reserves it. Choose another name.")]
    [InlineData("publishedOn: PartialDate", "recordedAt: DateTime", "17: The name of `Report.recordedAt` is reserved: every node already has this field, or GraphQL reserves it. Choose another name.")]
    [InlineData("publishedOn: PartialDate", "__x: String", "17: The name of `Report.__x` is reserved: every node already has this field, or GraphQL reserves it. Choose another name.")]
    [InlineData("{ rank: Int }", "{ since: Int }", "33: The name of `Other.since` is reserved: every relationship already has this field. Choose another name.")]
    [InlineData("publishedOn: PartialDate", "redirect: String", "17: The name of `Report.redirect` is reserved: every node already has this field, or GraphQL reserves it. Choose another name.")]
    [InlineData("{ rank: Int }", "{ claims: Int }", "33: The name of `Other.claims` is reserved: every relationship already has this field. Choose another name.")]
    [InlineData("{ rank: Int }", "{ cursor: String }", "33: The name of `Other.cursor` is reserved: every relationship already has this field. Choose another name.")]
    [InlineData("type Other", "type Node", "33: The name `Node` is reserved: the schema generates a type with this name. Choose another name.")]
    [InlineData("type Other", "type OtherConnection", "33: The name `OtherConnection` is reserved: the schema generates a type with this name. Choose another name.")]
    [InlineData("type Other", "type OtherEdge", "33: The name `OtherEdge` is reserved: the schema generates a type with this name. Choose another name.")]
    [InlineData("enum Stance { ASSERTS DENIES }", "enum Stance { ASSERTS DENIES } enum NodeType { X }",
        "1: The name `NodeType` is reserved: the schema generates a type with this name. Choose another name.")]
    // Evidence
    [InlineData("publishedOn: PartialDate", "date: PartialDate", "1: `Report` has no property `publishedOn`. Declare it.")]
    [InlineData("stance: Stance! @default(value: ASSERTS) ", "", "1: `Claim` has no property `stance`. Declare it.")]
    [InlineData("enum Stance { ASSERTS DENIES }", "enum Stance { ASSERTS }", "1: `Claim.stance` must be an enum with ASSERTS and DENIES, but was Stance!.")]
    [InlineData("stance: Stance! @default(value: ASSERTS)", "stance: String!", "1: `Claim.stance` must be an enum with ASSERTS and DENIES, but was String!.")]
    [InlineData("@default(value: ASSERTS)", "@default(value: SAYS)", "26: The default of `Claim.stance` must be one of ASSERTS, DENIES, but was SAYS.")]
    // Directives that name properties and relationships
    [InlineData("interface Actor {", "interface Actor @lifespan(end: \"died\", status: \"s\", statusAsOf: \"a\") {",
        "2: @lifespan has no `start`. Add a list.")]
    [InlineData("@node(prefix: \"outlet\")", "@node(prefix: \"outlet\") @reliance(acts: \"WORKS_FOR\", benefits: \"WORKS_FOR\", pursues: \"WORKS_FOR\", strength: \"title\", serves: \"WORKS_FOR\", steps: many)",
        "7: `steps` of @reliance must be a whole number, but was many.")]
    [InlineData("interface Actor {", "interface Actor @lifespan(start: [\"born\"], end: \"died\", status: \"s\", statusAsOf: \"a\") {",
        "2: @lifespan names `born`, which is not a property of `Actor`. Name one of its own properties.")]
    [InlineData("@node(prefix: \"outlet\")", "@node(prefix: \"outlet\") @reliance(acts: \"X\", benefits: \"Y\", pursues: \"Z\", strength: \"s\", serves: \"T\", steps: 4)",
        "7: @reliance names the unknown relationship `Z`. Use one of the model.")]
    [InlineData("@node(prefix: \"outlet\")", "@node(prefix: \"outlet\") @reliance(acts: \"WORKS_FOR\", benefits: \"WORKS_FOR\", pursues: \"WORKS_FOR\", strength: \"s\", serves: \"WORKS_FOR\", steps: 4)",
        "7: @reliance names `s`, which is not a property of `WORKS_FOR`. Name one of its own properties.")]
    [InlineData("interface Actor {", "interface Actor @participants(sides: [\"WORKS_FOR\"], acts: \"WORKS_FOR\", signs: \"WORKS_FOR\", onBehalfOf: \"title\", signed: \"born\", office: \"WORKS_FOR\") {",
        "2: @participants names `born`, which is not a property of `Actor`. Name one of its own properties.")]
    [InlineData("interface Actor {", "interface Actor @participants(sides: [\"X\"], acts: \"WORKS_FOR\", signs: \"WORKS_FOR\", onBehalfOf: \"title\", signed: \"name\", office: \"WORKS_FOR\") {",
        "2: @participants names the unknown relationship `X`. Use one of the model.")]
    [InlineData("{ title: String @key }", "{ title: String @key office: ID @reference(to: \"Office\") }",
        "32: @reference names the unknown type `Office`. Use a node type, an interface or a union.")]
    [InlineData("publishedOn: PartialDate", "publishedOn: PartialDate subject: ID @reference(to: \"Outlet\")",
        "17: `Report.subject` has @reference, which only properties of relationships can have. Use a @relationship.")]
    // Types without anything in them
    [InlineData("type Other @relationshipProperties { rank: Int }", "type Other @node(prefix: \"other\")", "33: `Other` has no name. Mark one property with @search.")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "type Other @relationshipProperties", "33: `Other` has no fields. Declare at least one.")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "union Other", "33: The union `Other` has no types. Name at least one.")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "enum Other", "33: The enum `Other` has no values. Declare at least one.")]
    [InlineData("type Other @relationshipProperties { rank: Int }", "interface Other", "33: `Other` has no name. Mark one property with @search.")]
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
