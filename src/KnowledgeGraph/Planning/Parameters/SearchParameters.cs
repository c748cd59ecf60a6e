using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>The text of a search. Binds to a <see cref="SearchText"/>.</summary>
public sealed record SearchParameter(Argument Value, Argument Fuzzy) : Parameter<SearchText>
{
    public override SearchText ValueOf(IReadOnlyDictionary<string, object?> variables)
    {
        var given = new TextParameter(Value).ValueOf(variables)!;
        var length = given.EnumerateRunes().Count();
        if (length > SearchText.MaxLength)
            throw Refuse($"`text` can have at most {SearchText.MaxLength} characters, but has {length}.", ErrorCodes.SearchText, new("text", length, SearchText.MaxLength));
        var text = new SearchText(given, Fuzzy.Resolve(variables) is true);
        return text.TypedWords <= SearchText.MaxWords ? text
            : throw Refuse($"`text` can have at most {SearchText.MaxWords} words, but has {text.TypedWords}.", ErrorCodes.SearchText, new("text", text.TypedWords, SearchText.MaxWords));
    }

    public override string ToString() => Fuzzy is Argument.Literal { Value: not true } ? Value.ToString() : $"{Value} fuzzy {Fuzzy}";
}

/// <summary>Types of nodes. Binds to an array of them, or to null for all.</summary>
public sealed record NodeTypesParameter(Argument Value, GraphModel Model) : Parameter<NodeType[]?>
{
    public override NodeType[]? ValueOf(IReadOnlyDictionary<string, object?> variables) => Value.Resolve(variables) switch
    {
        null => null,
        string single => new[] { Named(single) },
        System.Collections.IEnumerable list => list.Cast<string>().Distinct().Select(Named).ToArray(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private NodeType Named(string name) => Model.NodeTypes.First(t => t.EnumName == name);

    public override string ToString() => Value switch
    {
        { IsNone: true } => "all types",
        Argument.Literal { Value: string name } => Named(name).Name,
        Argument.List { Items.IsEmpty: true } => "no types",
        Argument.List list => string.Join(" or ", list.Items.Select(i => i is Argument.Literal { Value: string name } ? Named(name).Name : i.ToString())),
        _ => Value.ToString(),
    };
}
