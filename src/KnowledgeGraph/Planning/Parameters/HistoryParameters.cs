using System.Globalization;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>A version. Null and negative numbers bind to 0.</summary>
public sealed record VersionParameter(Argument Value) : Parameter<long>
{
    public override long ValueOf(IReadOnlyDictionary<string, object?> variables) =>
        Math.Max(0, Convert.ToInt64(Value.Resolve(variables) ?? 0, CultureInfo.InvariantCulture));

    public override string ToString() => Value.ToString();
}

/// <summary>The id of a change. Binds to the version that it made, or to null for any other text.</summary>
public sealed record ChangeIdParameter(Argument Value) : Parameter<long?>
{
    public override long? ValueOf(IReadOnlyDictionary<string, object?> variables) => ChangeId.VersionOf(new TextParameter(Value).ValueOf(variables));

    public override string ToString() => Value.ToString();
}
