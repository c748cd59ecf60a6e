using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Collects and merges the selected fields of an object type, in response order (CollectFields of the GraphQL specification, section 6.3.2).</summary>
internal sealed class FieldCollector(GraphSchema schema, GraphQLDocument document, IReadOnlyDictionary<string, object?> variables)
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments =
        document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(f => f.FragmentName.Name.StringValue);

    /// <returns>The occurrences of each response key.</returns>
    public List<(string Key, List<GraphQLField> Occurrences)> Collect(IObjectGraphType type, IEnumerable<GraphQLSelectionSet> selections)
    {
        var found = new List<(string Key, List<GraphQLField> Occurrences)>();
        // A fragment is taken once for all selections together. Otherwise, merged fields would double from level to level.
        var visited = new HashSet<string>();
        foreach (var selection in selections)
            Collect(type, selection, found, visited);
        return found;
    }

    private void Collect(IObjectGraphType type, GraphQLSelectionSet selections, List<(string Key, List<GraphQLField> Occurrences)> found, HashSet<string> visited)
    {
        foreach (var selection in selections.Selections)
        {
            if (!Conditions.Includes((IHasDirectivesNode)selection, variables))
                continue;
            switch (selection)
            {
                case GraphQLField field:
                    var key = (field.Alias?.Name ?? field.Name).StringValue;
                    if (found.FindIndex(f => f.Key == key) is >= 0 and var same)
                        found[same].Occurrences.Add(field);
                    else
                        found.Add((key, [field]));
                    break;
                case GraphQLInlineFragment inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, found, visited);
                    break;
                case GraphQLFragmentSpread spread when visited.Add(spread.FragmentName.Name.StringValue):
                    var fragment = _fragments[spread.FragmentName.Name.StringValue];
                    if (Applies(fragment.TypeCondition, type))
                        Collect(type, fragment.SelectionSet, found, visited);
                    break;
            }
        }
    }

    private bool Applies(GraphQLTypeCondition? condition, IObjectGraphType type) => condition is null || condition.Type.Name == type.Name
        || (schema.Types.AllTypes[condition.Type.Name] is IAbstractGraphType wanted && wanted.PossibleTypes.Any(t => t.Name == type.Name));
}
