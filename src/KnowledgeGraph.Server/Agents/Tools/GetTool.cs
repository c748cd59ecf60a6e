using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Returns one node with its relationships and their evidence.</summary>
internal sealed class GetTool(GraphSchema schema, AgentOperations operations, AnswerReader answers) : IAgentTool
{
    private const int MaxRelationships = 50;

    private const int MaxClaims = 10;

    /// <summary>The query for each type of node.</summary>
    private readonly Dictionary<string, string> _documents = schema.Model.NodeTypes.ToDictionary(t => t.Name, t => DocumentOf(schema, t));

    public Tool Tool { get; } = ToolSchema.Reading(
        "get", "Get a node", $"Returns one node by its id, with its properties, its relationships (at most {MaxRelationships}) and their evidence, and claims about it (at most {MaxClaims}).",
        new ToolArgument("id", ToolSchema.Text(), "The id of the node, such as country:USA. The tool `search` finds ids.", IsRequired: true));

    public Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop) => Get(arguments.Text("id"), caller, stop);

    public async Task<AgentAnswer> Get(string id, QuestionCaller caller, CancellationToken stop)
    {
        var variables = new Dictionary<string, object?> { ["id"] = id };
        var type = (await operations.Run(AgentOperations.RequestOf("query TypeOf($id: ID!) { node(id: $id) { __typename } }", variables, caller), stop))["data"]!["node"]?["__typename"];
        var answer = await answers.Ask(_documents[type?.GetValue<string>() ?? _documents.Keys.First()], variables, caller, stop);
        if (answer.Data["node"] is not { } node)
            return answer.Nothing($"`{id}`");
        var count = node["relationships"]!["totalCount"]!.GetValue<long>();
        return count <= MaxRelationships ? answer : answer with
        {
            Notes = answer.Notes.Add($"The node has {count} relationships. The first {MaxRelationships} are listed. Ask for the others with the tool `query`."),
        };
    }

    /// <summary>All values that need no argument, and the relationships. Of a node that is no source itself, those with sources are left out: it has claims.</summary>
    private static string DocumentOf(GraphSchema schema, NodeType type)
    {
        var types = type.IsProvenance ? "" : $", types: [{string.Join(' ', schema.Model.RelationshipTypes.Where(r => r.NeedsEvidence).Select(r => r.Name))}]";
        var relationships = $"relationships(first: {MaxRelationships}{types}) {{ totalCount edges {{ type forward since until contested node {{ __typename id displayName }} }} }}";
        var claims = type.IsProvenance || type.FindRelationship("claims") is null ? "" : $"claims(first: {MaxClaims}) {{ totalCount nodes {{ id statement }} }}";
        return $"query Get($id: ID!) {{ node(id: $id) {{ __typename ... on {type.Name} {{ {string.Join(' ', Values(schema, type.Name))} {relationships} {claims} }} }} }}";
    }

    private static IEnumerable<string> Values(GraphSchema schema, string type) =>
        ((IObjectGraphType)schema.Types.AllTypes[type]!).Fields.Where(f => f.ResolvedType!.GetNamedType() is ScalarGraphType && f.Arguments is not { Count: > 0 }).Select(f => f.Name);
}
