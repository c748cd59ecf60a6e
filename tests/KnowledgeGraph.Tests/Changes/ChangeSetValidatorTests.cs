using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Changes;

/// <summary>Each mistake that a change set can hold, with the words that name it.</summary>
public sealed class ChangeSetValidatorTests
{
    private static readonly GraphModel s_model = TestGraph.Model;
    private static readonly FileLocation s_location = new("seed/x.yaml", 7, 3);

    private static readonly GraphSnapshot s_graph = GraphSnapshot.Empty(s_model).Commit(new ChangeSet
    {
        Nodes =
        [
            Country("country:PAN", "Panama", "PA", "PAN"), Country("country:MEX", "Mexico", "MX", "MEX"),
            Node("Agreement", "instrument:mou", ("name", "MOU"), ("kind", "ARRANGEMENT")),
            Node("Objective", "objective:border", ("name", "Border"), ("theme", "border")),
            Node("Outlet", "outlet:cbs", ("name", "CBS"), ("kind", "BROADCASTER")), Node("Outlet", "outlet:bbc", ("name", "BBC"), ("kind", "BROADCASTER")),
            Node("Report", "report:1", ("title", "Deal"), ("kind", "NEWS")),
            Node("Claim", "claim:1", ("statement", "It acts.")), Node("Claim", "claim:2", ("statement", "It acts, again.")),
        ],
        Relationships =
        [
            Link("ACTS_UNDER", "country:PAN", "instrument:mou", ["claim:1"]),
            Link("PUBLISHED_BY", "report:1", "outlet:cbs"),
        ],
    });

    private static NodeRecord Country(string id, string name, string iso2, string iso3) =>
        Node("Country", id, ("name", name), ("iso2", iso2), ("iso3", iso3)) with { Location = s_location };

    private static void AssertErrors(ChangeSet changes, params string[] expected)
    {
        Assert.Equal(expected, ChangeSetValidator.Validate(s_model, changes, s_graph).Select(e => e.ToString()));
        // The same rules against the store of lists that the properties use
        var naive = Reference.NaiveGraph.Empty(s_model).Apply(new ChangeSet
        {
            Nodes = [.. s_graph.AllNodes()],
            Relationships = [.. s_graph.AllRelationships()],
        }, RecordedAt);
        Assert.Equal(expected, ChangeSetValidator.Validate(s_model, changes, naive).Select(e => e.ToString()));
    }

    private static void AssertNodeError(NodeRecord node, string expected) => AssertErrors(new ChangeSet { Nodes = [node with { Location = s_location }] }, "seed/x.yaml:7:3: " + expected);

    private static void AssertLinkErrors(RelationshipRecord link, params string[] expected) =>
        AssertErrors(new ChangeSet { Relationships = [link with { Location = s_location }] }, [.. expected.Select(e => "seed/x.yaml:7:3: " + e)]);

    [Theory]
    [InlineData("country:PAM", "`onBehalfOf` names country:PAM, which does not exist. Use a node of the graph.")]
    [InlineData("Panama", "`onBehalfOf` names Panama, which does not exist. Use a node of the graph.")]
    [InlineData("claim:1", "`onBehalfOf` must be the id of a node of type Country or Agency, but was claim:1.")]
    public void A_property_that_is_an_id_names_a_node(string id, string expected) => AssertErrors(
        new ChangeSet
        {
            Nodes = [Node("Official", "official:o", ("name", "O"))],
            Relationships = [Link("SIGNED", "official:o", "instrument:mou", ["claim:1"], properties: ("onBehalfOf", id)) with { Location = s_location }],
        },
        "seed/x.yaml:7:3: official:o SIGNED instrument:mou: " + expected);

    [Fact]
    public void A_node_that_a_property_names_is_not_removed()
    {
        var signed = Link("SIGNED", "official:o", "instrument:mou", ["claim:1"], properties: ("onBehalfOf", "country:MEX"));
        var graph = s_graph.Commit(new ChangeSet { Nodes = [Node("Official", "official:o", ("name", "O"))], Relationships = [signed] });
        var removal = new ChangeSet { RemovedNodes = ["country:MEX"] };

        var error = Assert.Single(ChangeSetValidator.Validate(s_model, removal, graph));
        Assert.Equal(
            (ChangeErrorCode.StillReferenced, "country:MEX: The node cannot be removed because official:o SIGNED instrument:mou names it in `onBehalfOf`. Change the relationship first."),
            (error.Code, error.Message));
        Assert.Empty(ChangeSetValidator.Validate(s_model, removal with { RemovedRelationships = [signed] }, graph));
        Assert.Empty(ChangeSetValidator.Validate(s_model, removal with { RemovedNodes = ["country:MEX", "official:o"] }, graph));
        Assert.Empty(ChangeSetValidator.Validate(s_model, removal with { Relationships = [signed with { Properties = new Dictionary<string, object>() }] }, graph));
        Assert.Equal(
            "official:o SIGNED instrument:mou: `onBehalfOf` names country:MEX, which does not exist. Use a node of the graph.",
            Assert.Single(ChangeSetValidator.Validate(s_model, removal with { Relationships = [signed with { Until = "2025" }] }, graph)).Message);
    }

    // Nodes

    [Theory]
    [InlineData("country")]
    [InlineData("country:")]
    [InlineData(":PAN")]
    [InlineData("official:x")]
    [InlineData("country:a b")]
    [InlineData("country:é")]
    [InlineData("country:\"")]
    [InlineData("")]
    public void An_id_is_a_prefix_and_plain_letters(string id) => AssertNodeError(
        Country(id, "X", "XX", "XXX"), $"The id must be \"country:\" followed by letters, digits, - _ . or :, at most 200 characters in all, but was \"{id}\".");

    [Fact]
    public void An_id_has_at_most_200_characters()
    {
        AssertErrors(new ChangeSet { Nodes = [Country("country:" + new string('x', 192), "X", "XX", "XXX")] });
        var id = "country:" + new string('x', 193);
        AssertNodeError(Country(id, "X", "XX", "XXX"), $"The id must be \"country:\" followed by letters, digits, - _ . or :, at most 200 characters in all, but was \"{id}\".");
    }

    [Fact]
    public void A_node_stands_once_in_a_change_set() => AssertErrors(
        new ChangeSet { Nodes = [Country("country:X", "X", "XX", "XXX"), Country("country:X", "Y", "XX", "XXX")] },
        "seed/x.yaml:7:3: country:X: The node appears twice (first at seed/x.yaml:7:3). Give it once.");

    [Fact]
    public void A_node_keeps_its_type_unless_it_is_removed_at_once()
    {
        var measure = Node("Measure", "instrument:mou", ("name", "MOU"), ("kind", "ARRANGEMENT"));
        AssertNodeError(measure, "instrument:mou: The type must be `Agreement`, as in the graph, but was `Measure`.");
        AssertErrors(new ChangeSet { RemovedNodes = ["instrument:mou"], Nodes = [measure] });
    }

    [Fact]
    public void A_property_is_one_of_the_types() => AssertNodeError(
        Node("Objective", "objective:x", ("name", "X"), ("theme", "t"), ("colour", "red")),
        "objective:x: The property `colour` is unknown. Use one of name, theme.");

    [Fact]
    public void A_required_property_is_there() => AssertErrors(
        new ChangeSet { Nodes = [Node("Agreement", "instrument:x")] },
        "instrument:x: `name` is missing. It must be text.",
        "instrument:x: `kind` is missing. It must be one of " + string.Join(", ", s_model.Enums.Single(e => e.Name == "InstrumentKind").Values.Select(v => v.Name)) + ".");

    public static TheoryData<string, object, string> Values => new()
    {
        { "Objective.theme", "", "`theme` must be text that is not empty, but was \"\"." },
        { "Objective.theme", "a\0b", "`theme` must be text, but was \"a\0b\"." },
        { "Objective.theme", 5L, "`theme` must be text, but was 5." },
        { "Objective.theme", ImmutableArray.Create("a"), "`theme` must be text, but was [a]." },
        { "Place.kind", "VILLAGE", "`kind` must be one of REGION, PROVINCE, CITY, TOWN, BORDER, CROSSING, FACILITY, AIRPORT, BASE, PRISON, but was \"VILLAGE\"." },
        { "Place.latitude", "8.5", "`latitude` must be a number from -90 to 90, but was \"8.5\"." },
        { "Place.latitude", double.NaN, "`latitude` must be a number from -90 to 90, but was NaN." },
        { "Place.latitude", double.PositiveInfinity, "`latitude` must be a number from -90 to 90, but was Infinity." },
        { "Place.latitude", -90.5, "`latitude` must be a number from -90 to 90, but was -90.5." },
        { "Place.longitude", 181d, "`longitude` must be a number from -180 to 180, but was 181." },
        { "Place.latitude", 8L, "`latitude` must be a number from -90 to 90, but was 8." },
        { "Place.aliases", "one", "`aliases` must be a list of text, but was \"one\"." },
        { "Place.aliases", ImmutableArray.Create("a", ""), "`aliases` must be a list of text, but was [a, ]." },
        { "Claim.inferred", "true", "`inferred` must be true or false, but was \"true\"." },
        { "Event.on", "2024-13", "`on` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"2024-13\"." },
        { "Report.url", "ftp://x", "`url` must be an http or https address, but was \"ftp://x\"." },
        { "Report.url", "/x", "`url` must be an http or https address, but was \"/x\"." },
        { "Objective.theme", new string('x', 81) + "\0", "`theme` must be text, but was \"" + new string('x', 80) + "…\"." },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_of_its_kind(string property, object value, string expected)
    {
        var (type, name) = (property.Split('.')[0], property.Split('.')[1]);
        (string, object)[] required = type switch
        {
            "Objective" => [("name", "X"), ("theme", "t")],
            "Place" => [("name", "X"), ("kind", "CITY")],
            "Claim" => [("statement", "X")],
            "Event" => [("name", "X")],
            _ => [("title", "X"), ("kind", "NEWS")],
        };
        var node = Node(type, type.ToLowerInvariant() + ":x", [.. required.Where(r => r.Item1 != name), (name, value)]);
        AssertNodeError(node, $"{node.Id}: {expected}");
    }

    [Theory]
    [InlineData("PA")]
    [InlineData("pa")]
    public void A_unique_value_is_in_no_other_node(string iso2) => AssertNodeError(
        Country("country:X", "X", iso2, "XXX"), $"country:X: `iso2` must be unique, but country:PAN also has \"{iso2}\".");

    [Fact]
    public void A_unique_value_stands_once_in_a_change_set() => AssertErrors(
        new ChangeSet { Nodes = [Country("country:X", "X", "XX", "XXX"), Country("country:Y", "Y", "xx", "YYY")] },
        "seed/x.yaml:7:3: country:Y: `iso2` must be unique, but country:X also has \"xx\".");

    [Fact]
    public void Two_nodes_may_exchange_their_unique_values_and_take_those_of_one_that_goes()
    {
        AssertErrors(new ChangeSet { Nodes = [Country("country:PAN", "Panama", "MX", "MEX"), Country("country:MEX", "Mexico", "PA", "PAN")] });
        AssertErrors(new ChangeSet { RemovedNodes = ["country:PAN"], Nodes = [Country("country:X", "X", "PA", "PAN")] });
    }

    // Relationships

    [Fact]
    public void Both_ends_of_a_relationship_exist() => AssertLinkErrors(
        Link("ACTS_UNDER", "country:X", "instrument:X", ["claim:1"]),
        "country:X ACTS_UNDER instrument:X: The node country:X does not exist. Use a node of the graph.",
        "country:X ACTS_UNDER instrument:X: The node instrument:X does not exist. Use a node of the graph.");

    [Fact]
    public void A_relationship_links_what_the_model_lets_it_link() => AssertLinkErrors(
        Link("ACTS_UNDER", "instrument:mou", "country:PAN", ["claim:1"]),
        "instrument:mou ACTS_UNDER country:PAN: The relationship must lead from Country to Agreement or Country to Measure, but leads from Agreement to Country.");

    [Fact]
    public void An_end_is_not_one_that_is_removed() => AssertErrors(
        new ChangeSet { RemovedNodes = ["country:MEX"], Relationships = [Link("ACTS_UNDER", "country:MEX", "instrument:mou", ["claim:1"])] },
        "country:MEX ACTS_UNDER instrument:mou: The node country:MEX does not exist. Use a node of the graph.");

    [Fact]
    public void A_relationship_rests_on_a_claim()
    {
        const string Subject = "country:MEX ACTS_UNDER instrument:mou: ";
        AssertLinkErrors(Link("ACTS_UNDER", "country:MEX", "instrument:mou"), Subject + "The relationship has no evidence. Name at least one claim.");
        AssertLinkErrors(Link("ACTS_UNDER", "country:MEX", "instrument:mou", ["claim:9"]), Subject + "The evidence must be a claim of the graph, but was claim:9.");
        AssertLinkErrors(Link("ACTS_UNDER", "country:MEX", "instrument:mou", ["report:1"]), Subject + "The evidence must be a claim of the graph, but was report:1.");
        AssertLinkErrors(Link("ACTS_UNDER", "country:MEX", "instrument:mou", ["claim:1", "claim:1"]), Subject + "The evidence names the same claim twice. Name it once.");
        AssertLinkErrors(Link("STATED_IN", "claim:1", "report:1"));
    }

    [Theory]
    [InlineData("2024-7", null, "`since` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"2024-7\".")]
    [InlineData(null, "soon", "`until` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"soon\".")]
    [InlineData("2024-07-02", "2024-07-01", "`since` must not be after `until` (2024-07-01), but was 2024-07-02.")]
    [InlineData("2025", "2024-07-01", "`since` must not be after `until` (2024-07-01), but was 2025.")]
    [InlineData("2024-07-01", "2024-07-01", null)]
    [InlineData("2024-07-01", "2024", null)]
    [InlineData("2024", "2024-07-01", null)]
    public void A_relationship_begins_before_it_ends(string? since, string? until, string? expected) => AssertLinkErrors(
        Link("ACTS_UNDER", "country:MEX", "instrument:mou", ["claim:1"], since, until),
        expected is null ? [] : ["country:MEX ACTS_UNDER instrument:mou: " + expected]);

    [Fact]
    public void Properties_of_a_relationship_are_checked_too() => AssertLinkErrors(
        Link("PURSUES", "instrument:mou", "objective:border", ["claim:1"], null, null, ("strength", "STRONG"), ("colour", "red")),
        "instrument:mou PURSUES objective:border: `strength` must be one of EXPLICIT, IMPLIED, but was \"STRONG\".",
        "instrument:mou PURSUES objective:border: The property `colour` is unknown. Use one of strength.");

    [Fact]
    public void A_relationship_stands_once_in_a_change_set_unless_it_began_at_another_time()
    {
        var link = Link("ACTS_UNDER", "country:MEX", "instrument:mou", ["claim:1"]) with { Location = s_location };
        AssertErrors(
            new ChangeSet { Relationships = [link, link with { Until = "2025" }] },
            "seed/x.yaml:7:3: country:MEX ACTS_UNDER instrument:mou: The relationship appears twice (first at seed/x.yaml:7:3). Give it once, or with another `since`.");
        AssertErrors(new ChangeSet { Relationships = [link, link with { Since = "2025" }] });
    }

    [Fact]
    public void A_field_to_one_has_one_relationship()
    {
        AssertLinkErrors(Link("PUBLISHED_BY", "report:1", "outlet:bbc"), "report:1: `outlet` must have at most one value, but has outlet:cbs and outlet:bbc.");
        AssertLinkErrors(
            Link("PUBLISHED_BY", "report:1", "outlet:cbs", null, "2024"), "report:1: `outlet` must have at most one value, but has outlet:cbs and outlet:cbs.");
        AssertErrors(new ChangeSet
        {
            RemovedRelationships = [Link("PUBLISHED_BY", "report:1", "outlet:cbs")],
            Relationships = [Link("PUBLISHED_BY", "report:1", "outlet:bbc")],
        });
        AssertErrors(new ChangeSet { RemovedNodes = ["outlet:cbs"], Relationships = [Link("PUBLISHED_BY", "report:1", "outlet:bbc")] });
        AssertErrors(
            new ChangeSet { Nodes = [Node("Report", "report:2", ("title", "X"), ("kind", "NEWS"))], Relationships = [Link("PUBLISHED_BY", "report:2", "outlet:cbs"), Link("PUBLISHED_BY", "report:2", "outlet:bbc")] },
            "report:2: `outlet` must have at most one value, but has outlet:cbs and outlet:bbc.");
    }

    // Removals

    [Fact]
    public void What_is_removed_exists() => AssertErrors(
        new ChangeSet { RemovedNodes = ["country:X"], RemovedRelationships = [Link("ACTS_UNDER", "country:MEX", "instrument:mou") with { Location = s_location }] },
        "country:X: The node cannot be removed because it is not in the graph.",
        "seed/x.yaml:7:3: ACTS_UNDER country:MEX instrument:mou: The relationship cannot be removed because it is not in the graph.");

    [Fact]
    public void The_last_claim_of_a_relationship_stays()
    {
        AssertErrors(
            new ChangeSet { RemovedNodes = ["claim:1"] },
            "claim:1: The claim cannot be removed because country:PAN ACTS_UNDER instrument:mou would have no evidence left. Add other evidence first.");
        AssertErrors(new ChangeSet { RemovedNodes = ["claim:1", "country:PAN"] });
        AssertErrors(new ChangeSet { RemovedNodes = ["claim:1"], Relationships = [Link("ACTS_UNDER", "country:PAN", "instrument:mou", ["claim:2"])] });
        AssertErrors(new ChangeSet { RemovedNodes = ["claim:1"], Nodes = [Node("Claim", "claim:1", ("statement", "Reworded."))] });
        AssertErrors(new ChangeSet { RemovedNodes = ["claim:2"] });
    }

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(4, ChangeSetValidator.Validate(s_model, new ChangeSet
    {
        RemovedNodes = ["country:X"],
        Nodes = [Country("country:Y", "", "PA", "YYY")],
        Relationships = [Link("ACTS_UNDER", "country:Y", "instrument:X", ["claim:1"])],
    }, s_graph).Count);
}
