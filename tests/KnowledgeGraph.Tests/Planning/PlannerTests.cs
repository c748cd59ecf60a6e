using System.Collections;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>Sizes of plans, counted in objects: a document may not cost more than it says.</summary>
public sealed class PlannerTests
{
    private static OperationPlan Plan(string document) =>
        Operation.Parse(TestGraph.Schema, document, null).PlanFor(new Dictionary<string, object?>());

    /// <summary>Interfaces in interfaces: types to the power of depth, unless the same selection is planned once.</summary>
    [Fact]
    public void A_document_nested_over_interfaces_has_a_plan_in_proportion()
    {
        string Nested(int depth) => depth == 0 ? "{ id }" : $"{{ id said {{ nodes {{ speakers {{ nodes {Nested(depth - 1)} }} }} }} }}";

        var (four, twelve) = (Size(Plan("{ actors { nodes " + Nested(4) + " } }")), Size(Plan("{ actors { nodes " + Nested(12) + " } }")));
        Assert.InRange(twelve, four, four * 4);
    }

    /// <summary>Each fragment has the next twice, so that fields merge at every level: two to the power of depth, unless each is taken once.</summary>
    [Theory]
    [InlineData("broader {{ nodes {{ ...F{0} }} }} broader {{ nodes {{ ...F{0} }} }}")]
    [InlineData("broader {{ nodes {{ ...F{0} ...F{0} }} }}")]
    [InlineData("broader {{ nodes {{ ...F{0} }} ... {{ nodes {{ ...F{0} }} }} }}")]
    public void Fragments_that_meet_again_and_again_are_planned_once(string fragment)
    {
        string Document(int depth) => "{ objectives { nodes { ...F0 } } }"
            + string.Concat(Enumerable.Range(0, depth).Select(i => $" fragment F{i} on Objective {{ {string.Format(null, fragment, i + 1)} }}"))
            + $" fragment F{depth} on Objective {{ id }}";

        Plan(Document(2));
        var (six, eighteen) = (Allocated(Document(6)), Allocated(Document(18)));
        Assert.InRange(eighteen, six, six * 12);
        Assert.InRange(Size(Plan(Document(18))), 18, Size(Plan(Document(6))) * 4);
    }

    /// <summary>Bytes that planning allocates: its steps, without a clock.</summary>
    private static long Allocated(string document)
    {
        var operation = Operation.Parse(TestGraph.Schema, document, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        operation.PlanFor(new Dictionary<string, object?>());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The distinct fields and selections that can be reached.</summary>
    private static int Size(OperationPlan plan)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object?>([plan.Roots]);
        while (open.TryPop(out var next))
        {
            if (next is IEnumerable list and not string)
                foreach (var item in list)
                    open.Push(item);
            else if (next is NodeSelection selection && seen.Add(next))
                foreach (var type in selection.Types)
                    open.Push(selection[type.Index]);
            else if (next is PlanField or ConnectionSelection && seen.Add(next))
                foreach (var property in next.GetType().GetProperties())
                    if (property.Name is "Selection" or "Fields")
                        open.Push(property.GetValue(next));
        }
        return seen.Count;
    }

    [Fact]
    public void A_plan_is_made_for_each_combination_of_conditions_and_kept()
    {
        var operation = Operation.Parse(
            TestGraph.Schema, "query($a: Boolean!, $b: Boolean!) { countries { nodes { id @skip(if: $a) name @include(if: $b) } } }", null);
        OperationPlan PlanFor(bool a, bool b) => operation.PlanFor(new Dictionary<string, object?> { ["a"] = a, ["b"] = b });

        Assert.Same(PlanFor(true, true), PlanFor(true, true));
        Assert.Equal(4, new[] { PlanFor(true, true), PlanFor(true, false), PlanFor(false, true), PlanFor(false, false) }
            .Distinct(ReferenceEqualityComparer.Instance).Count());
    }
}
