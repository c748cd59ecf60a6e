using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>The subqueries of one filter and the variables that hold their values. Equal subqueries share a variable.</summary>
internal sealed class NamedSubqueries(CompileContext context)
{
    private readonly List<(CypherText Subquery, Variable Name)> _subqueries = [];
    private readonly Dictionary<string, Variable> _names = [];

    // COUNT { … } AS c3, EXISTS { … } AS c4
    public CypherText Definitions => CypherText.Join(", ", _subqueries.Select(s => (CypherText)$"{s.Subquery} AS {s.Name}"));
    public Variable First => _subqueries[0].Name;

    public Variable NameOf(CypherText subquery)
    {
        var text = subquery.ToString();
        if (!_names.TryGetValue(text, out var name))
        {
            _names.Add(text, name = context.NewValue());
            _subqueries.Add((subquery, name));
        }
        return name;
    }
}
