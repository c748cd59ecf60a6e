using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>Types of relationships. Binds to an array of them, or null.</summary>
/// <param name="IfNull">What null means, for the text of the plan.</param>
public sealed record RelationshipTypesParameter(Argument Value, GraphModel Model, string IfNull) : Parameter<RelationshipType[]?>
{
    public override RelationshipType[]? ValueOf(IReadOnlyDictionary<string, object?> variables) => Value.Resolve(variables) switch
    {
        null => null,
        string single => new[] { Model.FindRelationshipType(single)! },
        System.Collections.IEnumerable list => list.Cast<string>().Distinct().Select(n => Model.FindRelationshipType(n)!).ToArray(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public override string ToString() => Value.IsNone ? IfNull : Value.ToString().Replace("\"", "", StringComparison.Ordinal);
}

/// <summary>A number from 0 to a limit. Binds to an integer.</summary>
/// <param name="IfNull">The number that null stands for.</param>
/// <param name="Code">The code of the error for any other number.</param>
public sealed record NumberParameter(string Name, Argument Value, int IfNull, int Limit, string Code) : Parameter<int>
{
    internal override bool HasFixedSize => Value is Argument.Literal;

    public override int ValueOf(IReadOnlyDictionary<string, object?> variables)
    {
        var number = Convert.ToInt32(Value.Resolve(variables) ?? IfNull, System.Globalization.CultureInfo.InvariantCulture);
        return number >= 0 && number <= Limit ? number : throw Refuse($"`{Name}` must be between 0 and {Limit}, but was {number}.", Code, new(Name, number, Limit));
    }

    public override string ToString() => Value.IsNone ? $"{IfNull}" : Value.ToString();
}
