using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Planning;

/// <summary>A mutation as a proposal: with <c>@propose</c>, and with the proposal and the errors of each payload, whatever else is selected.</summary>
internal static class ProposedDocument
{
    /// <summary>The key of the proposal in a payload.</summary>
    public const string Proposal = "_proposal";

    /// <summary>The key of the errors in a payload.</summary>
    public const string Errors = "_errors";

    private const string Fields = $"{Proposal}: proposal {{ id status }} {Errors}: errors {{ __typename ... on Error {{ code message path }} }}";

    private static readonly JsonSerializerOptions s_text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="title">What the proposal is about; null for nothing.</param>
    /// <param name="note">What reviewers should know; null for nothing.</param>
    /// <exception cref="GraphErrorException">The document is not valid, exceeds a limit, or has another operation than one mutation.</exception>
    public static string Of(GraphSchema schema, string text, string? title, string? note, OperationLimits limits, CancellationToken stop)
    {
        var document = DocumentReader.Read(schema, text, operationName: null, limits, stop);
        var operation = document.Operation;
        if (operation.Operation != OperationType.Mutation)
            throw new GraphErrorException("`mutation` must be a mutation, but is a query.", ErrorCodes.OperationNotSupported, new("mutation"));
        var result = document.Text.Tokens;
        foreach (var payload in operation.SelectionSet.Selections.OfType<GraphQLField>().Select(f => f.SelectionSet).OfType<GraphQLSelectionSet>().Reverse())
            // Before the closing brace.
            result = result.Insert(payload.Location.End - 1, $" {Fields}\n");
        var isProposed = operation.Directives?.Items.Exists(d => d.Name == WriteDirectives.Propose) == true;
        return isProposed && title is null && note is null ? result : result.Insert(
            operation.Variables?.Location.End ?? operation.Name?.Location.End ?? operation.Location.Start + "mutation".Length,
            $" @{WriteDirectives.Propose}(title: {Literal(title)}, note: {Literal(note)})\n");
    }

    /// <summary>A text of JSON is one of GraphQL too.</summary>
    private static string Literal(string? text) => text is null ? "null" : JsonSerializer.Serialize(text, s_text);
}
