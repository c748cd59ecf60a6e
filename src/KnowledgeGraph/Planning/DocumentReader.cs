using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>A valid document, and the requested operation in it.</summary>
/// <param name="Retained">Upper bound for the bytes that the syntax tree retains.</param>
internal sealed record ValidDocument(GraphQLDocument Syntax, DocumentText Text, GraphQLOperationDefinition Operation, long Retained = 0);

/// <summary>Parses, measures and validates a document.</summary>
internal static class DocumentReader
{
    /// <exception cref="GraphErrorException">The document is not valid or exceeds a limit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ValidDocument Read(GraphSchema schema, string text, string? operationName, OperationLimits limits, CancellationToken stop)
    {
        var before = RetainedBytes.AllocatedByThread;
        var given = new DocumentText(text, limits);
        stop.ThrowIfCancellationRequested();
        var document = new ValidDocument(Parse(given), given, null!, RetainedBytes.AllocatedByThread - before);
        DocumentMeasure.Check(schema, document, limits);
        document = document with { Operation = Choose(document.Syntax, operationName) };
        if (document.Operation.Operation == OperationType.Subscription)
            throw new GraphErrorException("Subscriptions are not supported. Send a query or a mutation.", ErrorCodes.OperationNotSupported);
        DocumentValidation.Check(schema, document, stop);
        FieldMerging.Check(schema, document, limits, stop);
        return document;
    }

    private static GraphQLDocument Parse(DocumentText text)
    {
        try
        {
            var document = Parser.Parse<GraphQLDocument>(text.Tokens, new ParserOptions { Ignore = IgnoreOptions.Comments });
            document.Source = DocumentValidation.NoSource;
            return document;
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw new GraphErrorException([new GraphError(LibraryMessage.OfSyntax(e.Description), ErrorCodes.SyntaxError) { Locations = [text.Locate(e.Location.Line, e.Location.Column)] }]);
        }
        catch (GraphQLMaxDepthExceededException e)
        {
            throw new GraphErrorException([new GraphError(e.Description, ErrorCodes.SyntaxError)]);
        }
    }

    private static GraphQLOperationDefinition Choose(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        if (name is { Length: > 0 })
            return operations.Find(o => o.Name is { } found && found == name) ?? throw new GraphErrorException(
                $"The document has no operation named `{name}`. {Names(operations)}", ErrorCodes.OperationNotFound, new("operationName", name));
        return operations switch
        {
            [var single] => single,
            [] => throw new GraphErrorException("The document has no operation.", ErrorCodes.OperationNotFound),
            _ => throw new GraphErrorException($"The document has several operations. Choose one by `operationName`. {Names(operations)}", ErrorCodes.OperationNameMissing, new("operationName")),
        };
    }

    private static string Names(List<GraphQLOperationDefinition> operations) =>
        operations.Count == 0 ? "It has none." : $"It has: {string.Join(", ", operations.Take(10).Select(o => o.Name?.StringValue ?? "(without a name)"))}.";
}
