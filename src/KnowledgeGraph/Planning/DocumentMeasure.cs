using System.Globalization;
using GraphQLParser;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>
/// How large a document is when its fragments are expanded, measured before it is validated, in time that is linear in its length:
/// each fragment is looked at once, however often it is spread.
/// </summary>
internal sealed class DocumentMeasure
{
    /// <summary>Selection sets and fragments within each other; the parser's own bound on what stands within what.</summary>
    private const int MostNesting = 128;

    /// <summary>Characters of one number. A double has 767 digits at most that tell it from its neighbour; reading a number takes the square of its length.</summary>
    private const int LongestNumber = 1_000;

    private readonly OperationLimits _limits;
    private readonly IReadOnlyDictionary<string, double> _introspectionSizes;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = [];
    private readonly Dictionary<string, Size> _measured = [];
    private readonly HashSet<string> _within = [];

    /// <param name="RootFields">Fields at the top.</param>
    /// <param name="Nesting">Selection sets and fragments within each other.</param>
    /// <param name="Within">Fields of the answer, if this stands within introspection.</param>
    /// <param name="Introspection">Fields of the answers of introspection in it.</param>
    private readonly record struct Size(double RootFields, double Fields, double Aliases, int Depth, int Nesting, double Within, double Introspection)
    {
        public static Size operator +(Size left, Size right) => new(
            left.RootFields + right.RootFields, left.Fields + right.Fields, left.Aliases + right.Aliases,
            Math.Max(left.Depth, right.Depth), Math.Max(left.Nesting, right.Nesting), left.Within + right.Within,
            left.Introspection + right.Introspection);
    }

    private DocumentMeasure(OperationLimits limits, IReadOnlyDictionary<string, double> introspectionSizes) =>
        (_limits, _introspectionSizes) = (limits, introspectionSizes);

    /// <summary>Counts tokens, comments among them, and looks how long numbers are, without parsing.</summary>
    public static void CheckTokens(string text, OperationLimits limits)
    {
        var (count, at) = (0, 0);
        while (true)
        {
            var token = Lexer.Lex(text, at);
            if (token.Kind == TokenKind.EOF)
                return;
            if (++count > limits.Tokens)
                throw new GraphErrorException($"a document of more than {limits.Tokens} tokens found; expected at most {limits.Tokens}", ErrorCodes.TooManyTokens);
            if (token.Kind is TokenKind.INT or TokenKind.FLOAT && token.End - token.Start > LongestNumber)
                throw new GraphErrorException($"a number of {token.End - token.Start} characters found; expected at most {LongestNumber}", ErrorCodes.NumberTooLong);
            at = token.End;
        }
    }

    /// <summary>Refuses a document beyond the limits.</summary>
    public static void Check(GraphSchema schema, GraphQLDocument document, OperationLimits limits) =>
        new DocumentMeasure(limits, schema.IntrospectionSizes).Check(document);

    private void Check(GraphQLDocument document)
    {
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
            _fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
        var total = default(Size);
        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            CheckDirectives(operation);
            foreach (var variable in operation.Variables?.Items ?? [])
                CheckDirectives(variable);
            var size = Measure(operation.SelectionSet, 0);
            Refuse(size.RootFields, _limits.RootFields, "fields at the root of an operation", ErrorCodes.TooManyRootFields);
            total += size;
        }
        // Fragments that no operation spreads are refused by validation, which walks them first.
        foreach (var name in _fragments.Keys)
            Check(MeasureFragment(name, 0));
        Check(total);
    }

    private void Check(Size size)
    {
        Refuse(size.Depth, _limits.Depth, "levels of fields", ErrorCodes.TooDeep);
        Refuse(size.Aliases, _limits.Aliases, "aliases, once fragments are expanded,", ErrorCodes.TooManyAliases);
        Refuse(size.Fields, _limits.Fields, "fields, once fragments are expanded,", ErrorCodes.TooManyFields);
        Refuse(size.Introspection, _limits.IntrospectionSize, "fields of the schema, as estimated,", ErrorCodes.IntrospectionTooLarge);
    }

    private static void Refuse(double found, double most, string what, string code)
    {
        if (found > most)
            throw new GraphErrorException(
                $"{(found < 1e9 ? found.ToString("0", CultureInfo.InvariantCulture) : "more than a billion")} {what} found; expected at most {most}", code);
    }

    private Size Measure(GraphQLSelectionSet selections, int nesting)
    {
        if (nesting > MostNesting)
            throw new GraphErrorException($"more than {MostNesting} levels of selections and fragments found; expected at most {MostNesting}", ErrorCodes.TooDeep);
        var size = default(Size);
        foreach (var selection in selections.Selections)
        {
            CheckDirectives((IHasDirectivesNode)selection);
            size += selection switch
            {
                GraphQLField field => Measure(field, nesting),
                GraphQLInlineFragment inline => Measure(inline.SelectionSet, nesting + 1),
                GraphQLFragmentSpread spread => MeasureFragment(spread.FragmentName.Name.StringValue, nesting + 1),
                _ => default,
            };
        }
        return size with { Nesting = size.Nesting + 1 };
    }

    private Size Measure(GraphQLField field, int nesting)
    {
        var within = field.SelectionSet is { } selections ? Measure(selections, nesting + 1) : default;
        var name = field.Name.StringValue;
        var isIntrospection = name is "__schema" or "__type";
        if (isIntrospection && !_limits.Introspection)
            throw new GraphErrorException($"{name} found; expected none: introspection is off", ErrorCodes.IntrospectionOff);
        return new Size(
            1, within.Fields + 1, within.Aliases + (field.Alias is null ? 0 : 1), within.Depth + 1, within.Nesting,
            1 + (within.Within * _introspectionSizes.GetValueOrDefault(name, 1)), isIntrospection ? within.Within : within.Introspection);
    }

    /// <summary>A fragment within itself counts for nothing: validation names the cycle.</summary>
    private Size MeasureFragment(string name, int nesting)
    {
        if (!_fragments.TryGetValue(name, out var fragment))
            return default;
        if (!_measured.TryGetValue(name, out var size))
        {
            if (!_within.Add(name))
                return default;
            CheckDirectives(fragment);
            _measured[name] = size = Measure(fragment.SelectionSet, nesting);
            _within.Remove(name);
        }
        if (nesting + size.Nesting > MostNesting)
            throw new GraphErrorException($"more than {MostNesting} levels of selections and fragments found; expected at most {MostNesting}", ErrorCodes.TooDeep);
        return size;
    }

    private void CheckDirectives(IHasDirectivesNode node) =>
        Refuse(node.Directives?.Items.Count ?? 0, _limits.Directives, "directives at one place", ErrorCodes.TooManyDirectives);
}
