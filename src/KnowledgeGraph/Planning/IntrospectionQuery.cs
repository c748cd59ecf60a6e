using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>One root field of introspection. GraphQL.NET makes its value from the schema.</summary>
public sealed class IntrospectionQuery
{
    private readonly GraphSchema _schema;
    private readonly GraphQLDocument _document;
    private readonly GraphQLOperationDefinition _operation;
    private readonly DocumentText _text;
    private readonly bool _isFixed;
    /// <summary>The result, if it is always the same. It has some megabytes for the whole schema, so it is kept only while there is enough memory.</summary>
    private readonly WeakReference<byte[]> _result = new([]);

    internal IntrospectionQuery(GraphSchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, DocumentText text, GraphQLField field)
    {
        (_schema, _text) = (schema, text);
        _operation = new GraphQLOperationDefinition(new GraphQLSelectionSet([field]))
        {
            Operation = OperationType.Query,
            Name = operation.Name,
            Variables = operation.Variables,
        };
        _document = new GraphQLDocument([_operation, .. document.Definitions.OfType<GraphQLFragmentDefinition>()]) { Source = document.Source };
        _isFixed = operation.Variables is null or { Count: 0 };
    }

    internal byte[] Answer(IReadOnlyDictionary<string, object?> variables)
    {
        if (!_isFixed)
            return Run(new Inputs(variables.ToDictionary(v => v.Key, v => v.Value)));
        if (!_result.TryGetTarget(out var result) || result.Length == 0)
            _result.SetTarget(result = Run(Inputs.Empty));
        return result;
    }

    private byte[] Run(Inputs variables)
    {
        var result = new DocumentExecuter().ExecuteAsync(new ExecutionOptions
        {
            Schema = _schema.Types,
            Document = _document,
            OperationName = _operation.Name?.StringValue,
            Variables = variables,
            ValidationRules = [],
        }).GetAwaiter().GetResult();
        if (result.Errors is { Count: > 0 } errors)
            throw new GraphErrorException([.. errors.Select(e => DocumentValidation.Describe(e, _text))]);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer, ((RootExecutionNode)result.Data!).SubFields![0].ToValue());
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case string text: writer.WriteStringValue(text); break;
            case IDictionary<string, object?> fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }
                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
