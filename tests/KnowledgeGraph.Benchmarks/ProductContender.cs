using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Benchmarks;

/// <summary>The product without its server: a plan found by the document's bytes, bound, and executed on the generated snapshot.</summary>
internal sealed class ProductContender : IContender
{
    private static readonly DateOnly Today = new(2024, 7, 1);

    private readonly GraphSchema _schema;
    private readonly GraphSnapshot _snapshot;
    private readonly Dictionary<byte[], Operation> _operations = new(ByteKey.Comparer);

    public ProductContender(GeneratedGraph graph) => (_schema, _snapshot) = (GraphSchema.Create(graph.Model), graph.ToSnapshot());

    /// <summary>Plans a document, so that <see cref="Answer(ReadOnlySpan{byte}, IReadOnlyDictionary{string, object?}, ResponseBuffer)"/> finds it.</summary>
    public void Prepare(string document) =>
        _operations.TryAdd(System.Text.Encoding.UTF8.GetBytes(document), Operation.Parse(_schema, document, null));

    public void Answer(ReadOnlySpan<byte> document, IReadOnlyDictionary<string, object?> variables, ResponseBuffer answer)
    {
        var operation = _operations.GetAlternateLookup<ReadOnlySpan<byte>>()[document];
        SnapshotExecutor.Execute(operation.Bind(variables), _snapshot, Today, answer);
    }

    public byte[] Answer(Question question, object value) => Answer(question.Document, new Dictionary<string, object?> { [question.Variable] = value });

    public byte[] Answer(string document, IReadOnlyDictionary<string, object?> variables)
    {
        Prepare(document);
        using var answer = new ResponseBuffer();
        Answer(System.Text.Encoding.UTF8.GetBytes(document), variables, answer);
        return answer.Written.ToArray();
    }
}
