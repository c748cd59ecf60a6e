using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>A field to plan: what the document selects under one response key, and what the schema says about it.</summary>
/// <param name="Occurrences">The selections that are merged into this field.</param>
internal sealed record SelectedField(ResponseKey Key, List<GraphQLField> Occurrences, FieldType Definition, FieldMeaning Meaning)
{
    /// <summary>The first occurrence. All occurrences have the same arguments.</summary>
    public GraphQLField First => Occurrences[0];
    public IEnumerable<GraphQLSelectionSet> Selections => Occurrences.Select(f => f.SelectionSet).OfType<GraphQLSelectionSet>();
    /// <summary>The type of the field, or of its items, if this is an object type.</summary>
    public IObjectGraphType ObjectType => (IObjectGraphType)Definition.ResolvedType!.GetNamedType();

    /// <summary>The error for a meaning that a planner does not handle.</summary>
    public Exception Unexpected() => new System.Diagnostics.UnreachableException($"{Definition.Name}: {Meaning}");
}
