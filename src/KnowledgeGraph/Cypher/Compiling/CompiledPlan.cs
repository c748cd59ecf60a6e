using System.Buffers;
using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>A plan as one statement. It writes the statement's parameters for a request, and the response from the statement's single row.</summary>
public sealed class CompiledPlan
{
    /// <summary>The parameter of <see cref="Joined"/>.</summary>
    public const string Rows = "rows";

    /// <summary>
    /// Up to so many relationships of a node are read and sorted. Of more, the first ones are found in their index, which costs as much as about ten of them.
    /// </summary>
    private const int MostFew = 32;

    private readonly StatementParameters _parameters;
    private readonly ValueFormat.Object _data;
    private readonly IReadOnlyDictionary<RelationshipField, bool> _few;
    /// <summary>The last sizes for which the statement was found to be the right one.</summary>
    private volatile GraphSizes? _fitting;

    internal CompiledPlan(Statement statement, CompileContext context, ValueFormat.Object data)
    {
        var parameters = context.Parameters;
        (Statement, _parameters, _data, _few) = (statement, parameters.Named, data, context.Shape.Few);
        (NeedsEvidence, NeedsVocabulary) = (parameters.NeedEvidence, parameters.NeedVocabulary);
        CanJoin = context.CanJoin && !NeedsEvidence && !NeedsVocabulary;
    }

    public Statement Statement { get; }

    /// <summary>Whether one statement could answer several requests.</summary>
    internal bool CanJoin { get; }

    /// <summary>
    /// The statement that answers several requests, each with its values in one of <c>$rows</c>: for each a row with its place and its value. Null if there is none.
    /// </summary>
    public Statement? Joined { get; internal set; }

    /// <summary>Whether the parameters need what the graph knows about its evidence.</summary>
    public bool NeedsEvidence { get; }

    /// <summary>Whether the parameters need the words of the graph, because a search is fuzzy.</summary>
    public bool NeedsVocabulary { get; }

    /// <summary>Whether no node has many relationships of the field.</summary>
    internal static bool IsFew(GraphSizes sizes, RelationshipField field) => sizes.LargestDegree(field) <= MostFew;

    /// <summary>Whether the statement is the right one for a graph of these sizes. It returns the same for others, but more slowly.</summary>
    internal bool Fits(GraphSizes sizes)
    {
        if (ReferenceEquals(_fitting, sizes))
            return true;
        if (_few.Any(f => IsFew(sizes, f.Key) != f.Value))
            return false;
        _fitting = sizes;
        return true;
    }

    /// <summary>Writes the parameters as one JSON object.</summary>
    public void WriteParameters(Utf8JsonWriter writer, BoundPlan bound, StatementFacts facts) => _parameters.Write(writer, bound, facts);

    /// <summary>Writes the whole response, <c>{"data":{…}}</c>, as UTF-8 JSON.</summary>
    /// <param name="row">At the first token of the row's single value, and then at its last one.</param>
    /// <exception cref="StoredValueException">A stored value does not have the type of its field.</exception>
    /// <exception cref="InvalidDataException">The row does not have the format of the statement.</exception>
    public void WriteResponse<TRow>(ref TRow row, BoundPlan bound, ResponseBuffer response)
        where TRow : struct, IRowReader, allows ref struct
    {
        response.Clear();
        response.Write("{\"data\":"u8);
        new RowWriter<TRow>(bound, response).Write(ref row, _data);
        response.Write("}"u8);
    }
}
