using System.Globalization;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Measures how large a document is when its fragments are expanded. This happens before validation and takes time that is linear in the
/// length of the document: each fragment is measured once, however often it is spread.
/// </summary>
internal sealed class DocumentMeasure
{
    /// <summary>The maximum depth of selection sets and fragments. It is also the limit of the parser.</summary>
    private const int MaxNesting = 128;

    private readonly OperationLimits _limits;
    private readonly IReadOnlyDictionary<string, double> _introspectionSizes;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = [];
    private readonly Dictionary<string, Size> _measured = [];
    private readonly List<(string Name, GraphQLFragmentSpread? Spread)> _within = [];
    private readonly DocumentText _text;

    /// <param name="RootFields">Number of fields that are not within another field.</param>
    /// <param name="Nesting">Depth of selection sets and fragments.</param>
    /// <param name="Within">Estimated number of fields in the response, if this is part of introspection.</param>
    /// <param name="Introspection">Estimated number of fields in the response that come from introspection.</param>
    private readonly record struct Size(double RootFields, double Fields, double Aliases, int Depth, int Nesting, double Within, double Introspection)
    {
        public static Size operator +(Size left, Size right) => new(
            left.RootFields + right.RootFields, left.Fields + right.Fields, left.Aliases + right.Aliases,
            Math.Max(left.Depth, right.Depth), Math.Max(left.Nesting, right.Nesting), left.Within + right.Within,
            left.Introspection + right.Introspection);
    }

    private DocumentMeasure(OperationLimits limits, IReadOnlyDictionary<string, double> introspectionSizes, DocumentText text) =>
        (_limits, _introspectionSizes, _text) = (limits, introspectionSizes, text);

    /// <summary>Refuses a document that exceeds a limit or has a fragment within itself. Validation of such fragments would take quadratic time.</summary>
    public static void Check(GraphSchema schema, ValidDocument document, OperationLimits limits) =>
        new DocumentMeasure(limits, schema.IntrospectionSizes, document.Text).Check(document.Syntax);

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
        // Validation refuses fragments that no operation spreads, but it walks them before.
        foreach (var name in _fragments.Keys)
            Check(MeasureFragment(name, null, 0));
        Check(total);
    }

    private void Check(Size size)
    {
        Refuse(size.Depth, _limits.Depth, "levels of fields", ErrorCodes.TooDeep);
        Refuse(size.Aliases, _limits.Aliases, "aliases when fragments are expanded", ErrorCodes.TooManyAliases);
        Refuse(size.Fields, _limits.Fields, "fields when fragments are expanded", ErrorCodes.TooManyFields);
        Refuse(size.Introspection, _limits.IntrospectionSize, "fields of the schema by estimate", ErrorCodes.IntrospectionTooLarge);
    }

    private static void Refuse(double found, double max, string what, string code)
    {
        if (found > max)
            throw new GraphErrorException(
                $"The document has {(found < 1e9 ? found.ToString("0", CultureInfo.InvariantCulture) : "more than a billion")} {what}, but at most {max} are allowed.", code, new(Given: found, Allowed: max));
    }

    private static GraphErrorException NestedTooDeeply() =>
        new($"Selections and fragments can be nested at most {MaxNesting} levels deep.", ErrorCodes.TooDeep, new(Allowed: MaxNesting));

    private Size Measure(GraphQLSelectionSet selections, int nesting)
    {
        if (nesting > MaxNesting)
            throw NestedTooDeeply();
        var size = default(Size);
        foreach (var selection in selections.Selections)
        {
            CheckDirectives((IHasDirectivesNode)selection);
            size += selection switch
            {
                GraphQLField field => Measure(field, nesting),
                GraphQLInlineFragment inline => Measure(inline.SelectionSet, nesting + 1),
                GraphQLFragmentSpread spread => MeasureFragment(spread, nesting + 1),
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
            throw new GraphErrorException($"`{name}` is not available: introspection is turned off.", ErrorCodes.IntrospectionOff);
        return new Size(
            1, within.Fields + 1, within.Aliases + (field.Alias is null ? 0 : 1), within.Depth + 1, within.Nesting,
            1 + (within.Within * _introspectionSizes.GetValueOrDefault(name, 1)), isIntrospection ? within.Within : within.Introspection);
    }

    private Size MeasureFragment(GraphQLFragmentSpread spread, int nesting) => MeasureFragment(spread.FragmentName.Name.StringValue, spread, nesting);

    /// <param name="spread">The spread of the fragment; null for its definition.</param>
    private Size MeasureFragment(string name, GraphQLFragmentSpread? spread, int nesting)
    {
        if (!_fragments.TryGetValue(name, out var fragment))
            return default;
        if (!_measured.TryGetValue(name, out var size))
        {
            if (_within.FindIndex(w => w.Name == name) is >= 0 and var outer)
                throw Cycle(name, [.. _within[(outer + 1)..], (name, spread)]);
            _within.Add((name, spread));
            CheckDirectives(fragment);
            _measured[name] = size = Measure(fragment.SelectionSet, nesting);
            _within.RemoveAt(_within.Count - 1);
        }
        if (nesting + size.Nesting > MaxNesting)
            throw NestedTooDeeply();
        return size;
    }

    private GraphErrorException Cycle(string name, List<(string Name, GraphQLFragmentSpread? Spread)> spreads) => new(
        [new GraphError($"Cannot spread fragment `{name}` within itself{(spreads is [_] ? "" : $" via {string.Join(", ", spreads.SkipLast(1).Select(s => $"`{s.Name}`"))}")}.", ErrorCodes.FragmentCycle)
        {
            Locations = [.. spreads.Select(s => _text.Locate(s.Spread!.Location.Start))],
        }]);

    private void CheckDirectives(IHasDirectivesNode node) =>
        Refuse(node.Directives?.Items.Count ?? 0, _limits.Directives, "directives in one place", ErrorCodes.TooManyDirectives);
}
