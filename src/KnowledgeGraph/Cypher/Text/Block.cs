using System.Text;

namespace KnowledgeGraph.Cypher.Text;

/// <summary>Clauses, one a line, with indented subqueries.</summary>
internal sealed class Block
{
    private readonly List<(int Depth, CypherText Clause)> _lines = [];

    public bool IsEmpty => _lines.Count == 0;

    /// <summary>The clauses as a piece for an expression.</summary>
    public CypherText OnOneLine => CypherText.Join(" ", _lines.Select(l => l.Clause));

    public void Add(CypherText clause) => _lines.Add((0, clause));

    /// <summary>Adds WHERE with the conditions, if there are any.</summary>
    public void Where(IReadOnlyList<CypherText> conditions)
    {
        // WHERE n0.iso2 = $p0 AND …
        if (conditions.Count > 0)
            Add($"WHERE {CypherText.Join(" AND ", conditions)}");
    }

    public void Call(Block inner, params IEnumerable<Variable> scope)
    {
        // CALL (n0, r1) {
        //   …
        // }
        Add($"CALL ({CypherText.Join(", ", scope.Select(v => (CypherText)$"{v}"))}) {{");
        Nest(inner);
        Add($"}}");
    }

    /// <summary>Adds a list with a value of each row of a subquery. The subquery sees all variables; null is a value, too.</summary>
    public void Collect(Block inner, CypherText value, Variable list)
    {
        // WITH *, COLLECT {
        //   …
        //   RETURN [n0.id]
        // } AS c2
        inner.Add($"RETURN {value}");
        Add($"WITH *, COLLECT {{");
        Nest(inner);
        Add($"}} AS {list}");
    }

    public void Append(Block other) => _lines.AddRange(other._lines);

    private void Nest(Block inner)
    {
        foreach (var (depth, clause) in inner._lines)
            _lines.Add((depth + 1, clause));
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (depth, clause) in _lines)
            text.Append(text.Length > 0 ? "\n" : "").Append(' ', depth * 2).Append(clause);
        return text.ToString();
    }
}
