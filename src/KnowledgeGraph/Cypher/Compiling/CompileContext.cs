using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>What all parts of one compilation share: the model, the request's shape, and the variables and parameters of the statement.</summary>
internal sealed class CompileContext
{
    /// <param name="isJoined">Whether the statement answers several requests.</param>
    public CompileContext(GraphModel model, GraphLayout layout, OperationPlan plan, PlanShape shape, bool isJoined)
    {
        (Model, Layout, Shape) = (model, layout, shape);
        if (isJoined)
            (Place, Row) = (NewValue(), NewValue());
        Parameters = new RequestParameters(plan, Row);
    }

    public GraphModel Model { get; }
    public GraphLayout Layout { get; }
    public PlanShape Shape { get; }
    public RequestParameters Parameters { get; }

    /// <summary>In a statement that answers several requests: the place of a request among them, and the map with the values of its parameters.</summary>
    public Variable? Place { get; }
    public Variable? Row { get; }

    /// <summary>
    /// Whether one statement can answer several such requests: no clause of it leaves the variable with the values of a request behind, as WITH does.
    /// </summary>
    public bool CanJoin { get; set; }

    /// <summary>The number of the next variable. Set it back to write branches that have scopes of their own with the same variables.</summary>
    public int NextVariable { get; set; }

    /// <summary>The parameter with the date that applies to what is being compiled; null for no date.</summary>
    public ParameterName? AsOf { get; private set; }

    /// <summary>Compiles a field with the date that applies to it.</summary>
    public Selected Compile(PlanField field, Func<Selected> compile)
    {
        if (!Shape.IsGiven(field.AsOf))
            return compile();
        var above = AsOf;
        AsOf = Shape.Has(field.AsOf) ? Parameters.Date(field.AsOf) : WithoutDate;
        var selected = compile();
        AsOf = above;
        return selected;
    }

    /// <summary>Starts with the date of the operation.</summary>
    public void Begin() => AsOf = Shape.HasAsOf ? Parameters.AsOf() : WithoutDate;

    /// <summary>If what is only presumed is left out, no date means today.</summary>
    private ParameterName? WithoutDate => Shape.HidesPresumed ? Parameters.Today() : null;

    /// <summary>Whether no node and no relationship is left out.</summary>
    public bool ShowsAll => AsOf is null && !Shape.HasEvidence;

    public Variable NewNode() => new('n', NextVariable++);
    public Variable NewRelationship() => new('r', NextVariable++);
    public Variable NewValue() => new('c', NextVariable++);

    /// <summary>Ends a subquery that finds at most one row; its value is null if it finds none.</summary>
    public Selected ReturnFirst(Selected selected, Block inner, Block outer) =>
        // head(c1)
        new($"head({ReturnAll(selected, inner, outer).Value})", selected.Format);

    /// <summary>Ends a subquery with the list of its rows' values.</summary>
    public Selected ReturnAll(Selected selected, Block inner, Block outer)
    {
        // WITH *, COLLECT { … RETURN [n0.id] } AS c1: this costs Neo4j less than CALL with collect()
        var list = NewValue();
        outer.Collect(inner, selected.Value, list);
        return new($"{list}", new ValueFormat.List(selected.Format));
    }

    /// <summary>Ends a subquery with one value.</summary>
    public Selected Return(CypherText value, ValueFormat format, Block inner, Block outer, params IEnumerable<Variable> scope)
    {
        var result = NewValue();
        inner.Add($"RETURN {value} AS {result}");
        outer.Call(inner, [.. Row is { } row ? (Variable[])[row] : [], .. scope]);
        return new($"{result}", format);
    }
}
