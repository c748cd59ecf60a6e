using System.Text;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>
/// A query with fields added, so that its response also says which claims it rests on: the id of each claim, and the claims of each relationship. Their keys
/// begin with <c>_</c>. The response is otherwise the same.
/// </summary>
internal sealed class TracedDocument
{
    /// <summary>The id of a claim.</summary>
    public const string Claim = "_claim";

    /// <summary>The id of another node.</summary>
    public const string Node = "_node";

    /// <summary>Countries that were left out, and why.</summary>
    public const string Excluded = "_excluded";

    /// <summary>The graph, with its version.</summary>
    public const string Graph = "_graph";

    /// <summary>The claims of a relationship.</summary>
    public const string Evidence = "_evidence";

    /// <summary>The edges of a connection of which only the nodes are selected, with the claims of each.</summary>
    public const string Edges = "_edges";

    private const string EvidenceField = $"{Evidence}: evidence {{ {Claim}: id }}";

    private readonly GraphSchema _schema;
    private readonly IGraphType _claim;
    private readonly List<(int At, string Fields)> _added = [];

    private TracedDocument(GraphSchema schema) => (_schema, _claim) = (schema, schema.Types.AllTypes[schema.Model.Evidence.Claim.Name]!);

    /// <param name="text">A valid query.</param>
    /// <param name="operationName">Null if the document has one operation.</param>
    /// <exception cref="GraphErrorException">The document is not valid.</exception>
    public static string Of(GraphSchema schema, string text, string? operationName, CancellationToken stop)
    {
        var document = DocumentReader.Read(schema, text, operationName, OperationLimits.None, stop);
        var traced = new TracedDocument(schema);
        traced.Add(schema.Types.Query, document.Operation.SelectionSet);
        foreach (var fragment in document.Syntax.Definitions.OfType<GraphQLFragmentDefinition>())
            traced.Add(schema.Types.AllTypes[fragment.TypeCondition.Type.Name]!, fragment.SelectionSet);
        var (result, from) = (new StringBuilder(), 0);
        foreach (var (at, fields) in traced._added.OrderBy(a => a.At))
        {
            result.Append(document.Text.Tokens, from, at - from).Append(' ').Append(fields).Append('\n');
            from = at;
        }
        return result.Append(document.Text.Tokens, from, document.Text.Tokens.Length - from).ToString();
    }

    private void Add(IGraphType type, GraphQLSelectionSet set)
    {
        var selected = new HashSet<string>();
        foreach (var selection in set.Selections)
            switch (selection)
            {
                case GraphQLField field:
                    selected.Add(field.Name.StringValue);
                    if (field.SelectionSet is { } inner && FieldOf(type, field.Name.StringValue) is { } definition)
                        Add(definition.ResolvedType!.GetNamedType(), inner);
                    break;
                case GraphQLInlineFragment inline:
                    Add(inline.TypeCondition is { } condition ? _schema.Types.AllTypes[condition.Type.Name]! : type, inline.SelectionSet);
                    break;
            }
        foreach (var fields in FieldsFor(type, selected))
            // Before the closing brace.
            _added.Add((set.Location.End - 1, fields));
    }

    private IEnumerable<string> FieldsFor(IGraphType type, HashSet<string> selected)
    {
        if (type == _schema.Types.Query)
            yield return $"{Graph}: graph {{ version }}";
        else if (type == _claim)
            yield return $"{Claim}: id";
        else if (type is IAbstractGraphType several && several.PossibleTypes.Contains(_claim))
            yield return $"... on {_claim.Name} {{ {Claim}: id }}";
        if (type.Name == "Node" || (type != _claim && type is IImplementInterfaces implementing && implementing.ResolvedInterfaces.Any(i => i.Name == "Node")))
            yield return $"{Node}: id";
        if (HasEvidence(type) && !selected.Contains("evidence"))
            yield return EvidenceField;
        if (selected.Contains("nodes") && !selected.Contains("edges") && FieldOf(type, "edges") is { } edges && HasEvidence(edges.ResolvedType!.GetNamedType()))
            yield return $"{Edges}: edges {{ {EvidenceField} }}";
        if (FieldOf(type, "excluded") is not null)
            yield return $"{Excluded}: excluded {{ node {{ id name }} reason }}";
    }

    private static FieldType? FieldOf(IGraphType type, string name) => (type as IComplexGraphType)?.Fields.Find(name);

    private bool HasEvidence(IGraphType type) => FieldOf(type, "evidence") is { } evidence && evidence.ResolvedType!.GetNamedType() == _claim;
}
