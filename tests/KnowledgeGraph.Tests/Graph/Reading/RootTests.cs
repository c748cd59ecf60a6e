using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Graph.Reading;

public sealed class RootTests
{
    private const string ByIdOrCode = "query($id: ID, $code: String) { country(id: $id, code: $code) { name } }";
    private const string Panama = """{"data":{"country":{"name":"Panama"}}}""";
    private const string Nobody = """{"data":{"country":null}}""";

    private static readonly GraphSnapshot s_graph = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
    {
        Nodes =
        [
            TestGraph.Node("Country", "country:PAN", ("name", "Panama"), ("iso2", "PA"), ("iso3", "PAN")),
            TestGraph.Node("Country", "country:MEX", ("name", "Mexico"), ("iso2", "MX"), ("iso3", "MEX")),
        ],
    });

    [Theory]
    [InlineData("country:PAN", null, Panama)]
    [InlineData(null, "pan", Panama)]
    [InlineData("country:PAN", "Pa", Panama)]
    [InlineData("country:nobody", "PA", Nobody)]
    [InlineData("country:PAN", "XX", Nobody)]
    [InlineData(null, null, Nobody)]
    public void An_argument_that_a_variable_makes_null_is_one_left_out(string? id, string? code, string answer)
    {
        Assert.Equal(answer, s_graph.Ask(ByIdOrCode, new Dictionary<string, object?> { ["id"] = id, ["code"] = code }));
        if (id is null)
            Assert.Equal(answer, s_graph.Ask(ByIdOrCode, new Dictionary<string, object?> { ["code"] = code }));
    }

    [Theory]
    [InlineData("country:PAN", "MX")]
    [InlineData("country:MEX", "PA")]
    public void Arguments_that_name_different_nodes_are_refused(string id, string code)
    {
        var refused = Assert.Throws<GraphErrorException>(() => s_graph.Ask(ByIdOrCode, new Dictionary<string, object?> { ["id"] = id, ["code"] = code }));
        Assert.Equal(("`id` and `code` name different nodes. Give one of them.", "ARGUMENT_CONFLICT"), (refused.Message, Assert.Single(refused.Errors).Code));
    }
}
