using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>
/// Answers a document from plain records, written from <c>api.md</c>: slowly, without plan, snapshot or columns. It gives out no
/// cursors: <see cref="SomeCursor"/> stands for each.
/// </summary>
internal sealed partial class NaiveInterpreter
{
    public const string SomeCursor = "<cursor>";

    private readonly GraphSchema _schema;
    /// <summary>The graph that the evidence that counts supports.</summary>
    private readonly NaiveGraph _graph;
    private readonly NaiveGraph _whole;
    private readonly EvidenceArguments? _evidence;
    private readonly bool _hidesPresumed;
    private readonly string _today;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly Dictionary<string, object?> _variables = [];
    private string? _asOf;

    private NaiveInterpreter(
        GraphSchema schema, NaiveGraph graph, DateOnly today, GraphQLDocument document, GraphQLOperationDefinition operation,
        IReadOnlyDictionary<string, object?> variables)
    {
        (_schema, _whole, _today) = (schema, graph, today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        _fragments = document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(f => f.FragmentName.Name.StringValue);
        foreach (var variable in operation.Variables?.Items ?? [])
        {
            var name = variable.Variable.Name.StringValue;
            if (variables.TryGetValue(name, out var value))
                _variables.Add(name, value);
            else if (variable.DefaultValue is { } ifMissing)
                _variables.Add(name, Value(ifMissing, null));
        }
        _asOf = operation.Directives?.FirstOrDefault(d => d.Name == "asOf")?.Arguments?.Items.Find(a => a.Name == "date") is { } date
            ? (string?)Value(date.Value, null) : null;
        _hidesPresumed = operation.Directives?.FirstOrDefault(d => d.Name == "asOf")?.Arguments?.Items.Find(a => a.Name == "presumed") is { } presumed && Value(presumed.Value, true) is false;
        _evidence = ReadEvidence(operation);
        _graph = _evidence is null ? _whole : Supported(_evidence);
        if (_hidesPresumed)
            _asOf ??= _today;
    }

    public static JsonObject Answer(GraphSchema schema, NaiveGraph graph, DateOnly today, string text, IReadOnlyDictionary<string, object?> variables)
    {
        var document = Parser.Parse<GraphQLDocument>(text);
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        var interpreter = new NaiveInterpreter(schema, graph, today, document, operation, variables);
        return new JsonObject { ["data"] = interpreter.Select(schema.Types.Query, new Root(), [operation.SelectionSet]) };
    }

    // What fields are asked of

    private sealed record Root;
    private sealed record Connection(List<Edge> All, List<Edge> Page, bool HasNext, bool HasPrevious, List<Exclusion> Excluded);
    /// <param name="IsList">Whether the relationship itself is the node of the connection.</param>
    /// <param name="Claim">The claim on which it rests.</param>
    private sealed record Edge(NaiveNode Node, NaiveLink? Link, Reliance? Reliance, NaiveHit? Hit = null, bool IsList = false, string? Claim = null)
    {
        public object Item => IsList ? new Listed(this) : Node;
    }

    private sealed record Listed(Edge Edge);
    private sealed record Corroboration(List<string> Claims);

    // Sections 6.3 and 6.4 of the GraphQL specification

    private JsonObject Select(IObjectGraphType type, object source, IEnumerable<GraphQLSelectionSet> selections)
    {
        var fields = new List<(string Key, List<GraphQLField> Fields)>();
        var visited = new HashSet<string>();
        foreach (var set in selections)
            Collect(type, set, fields, visited);
        var answer = new JsonObject();
        foreach (var (key, occurrences) in fields)
            answer.Add(key, Answer(type, source, occurrences));
        return answer;
    }

    private void Collect(IObjectGraphType type, GraphQLSelectionSet set, List<(string Key, List<GraphQLField> Fields)> fields, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (!IsIncluded((IHasDirectivesNode)selection))
                continue;
            if (selection is GraphQLField field)
            {
                var key = (field.Alias?.Name ?? field.Name).StringValue;
                if (!fields.Exists(f => f.Key == key))
                    fields.Add((key, []));
                fields.Find(f => f.Key == key).Fields.Add(field);
            }
            else if (selection is GraphQLInlineFragment inline)
            {
                if (inline.TypeCondition is null || Applies(inline.TypeCondition.Type.Name.StringValue, type))
                    Collect(type, inline.SelectionSet, fields, visited);
            }
            else if (selection is GraphQLFragmentSpread spread && visited.Add(spread.FragmentName.Name.StringValue))
            {
                var fragment = _fragments[spread.FragmentName.Name.StringValue];
                if (Applies(fragment.TypeCondition.Type.Name.StringValue, type))
                    Collect(type, fragment.SelectionSet, fields, visited);
            }
        }
    }

    private bool IsIncluded(IHasDirectivesNode selection)
    {
        var directives = selection.Directives?.Items ?? [];
        bool If(string name) => directives.Find(d => d.Name == name) is not { } directive || (bool)Value(directive.Arguments!.Items[0].Value, null)! == (name == "include");
        return If("skip") && If("include");
    }

    private bool Applies(string condition, IObjectGraphType type) => condition == type.Name || condition == "Node" && type.ResolvedInterfaces.Count > 0
        || _schema.Model.Interfaces.Any(i => i.Name == condition && i.Members.Any(m => m.Name == type.Name))
        || _schema.Model.Unions.Any(u => u.Name == condition && u.Members.Any(m => m.Name == type.Name));

    private JsonNode? Answer(IObjectGraphType type, object source, List<GraphQLField> fields)
    {
        var name = fields[0].Name.StringValue;
        if (name == "__typename")
            return type.Name;
        var definition = type.Fields.Find(name)!;
        var above = _asOf;
        if (fields[0].Arguments?.Items.Find(a => a.Name == "asOf") is { } date && !(date.Value is GraphQLVariable { Name: var variable } && !_variables.ContainsKey(variable.StringValue)))
            _asOf = (string?)Value(date.Value, null) ?? (_hidesPresumed ? _today : null);
        var answer = Answer(source, fields, definition);
        _asOf = above;
        return answer;
    }

    private JsonNode? Answer(object source, List<GraphQLField> fields, FieldType definition)
    {
        var value = Resolve(source, (FieldMeaning)definition.Metadata[GraphSchema.MeaningKey]!, argument => Argument(definition, fields[0], argument), Choose);
        List<Edge> Choose(List<Edge> edges)
        {
            IInputObjectGraphType? TypeOf(string argument) => definition.Arguments!.Find(argument)?.ResolvedType!.GetNamedType() as IInputObjectGraphType;
            object? Given(string argument) => TypeOf(argument) is null ? null : Argument(definition, fields[0], argument);
            var ofLinks = definition.Metadata[GraphSchema.MeaningKey] is FieldMeaning.AllRelationships or FieldMeaning.Supports;
            foreach (var (name, ofEdge) in new[] { ("where", ofLinks), ("whereEdge", true) })
                if (TypeOf(name) is { } filter)
                    edges = edges.FindAll(e => Matches(e, filter, Given(name), ofEdge));
            return Ordered(edges, (TypeOf("orderEdge"), Given("orderEdge"), true), (TypeOf("order"), Given("order"), ofLinks));
        }
        var selections = fields.Select(f => f.SelectionSet).OfType<GraphQLSelectionSet>().ToList();
        return Complete(definition.ResolvedType!.GetNamedType(), value, selections);
    }

    private JsonNode? Complete(IGraphType type, object? value, List<GraphQLSelectionSet> selections) => value switch
    {
        null => null,
        JsonNode json => json,
        NaiveNode node => Select((IObjectGraphType)_schema.Types.AllTypes[node.Record.Type.Name]!, node, selections),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(i => Complete(type, i, selections))]),
        _ => Select((IObjectGraphType)type, value, selections),
    };

    private object? Argument(FieldType definition, GraphQLField field, string name)
    {
        var ifMissing = definition.Arguments!.Find(name)!.DefaultValue;
        return field.Arguments?.Items.Find(a => a.Name == name) is { } given ? Value(given.Value, ifMissing) : ifMissing;
    }

    private object? Value(GraphQLValue value, object? ifMissing) => value switch
    {
        GraphQLVariable variable => _variables.TryGetValue(variable.Name.StringValue, out var given) ? given : ifMissing,
        GraphQLNullValue => null,
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLEnumValue text => text.Name.StringValue,
        GraphQLBooleanValue flag => flag.BoolValue,
        GraphQLIntValue number => int.Parse(number.Value.ToString(), CultureInfo.InvariantCulture),
        GraphQLFloatValue number => double.Parse(number.Value.ToString(), CultureInfo.InvariantCulture),
        GraphQLListValue list => (list.Values ?? []).Select(v => Value(v, null)).ToList(),
        GraphQLObjectValue fields => (fields.Fields ?? []).ToDictionary(f => f.Name.StringValue, f => Value(f.Value, null)),
        _ => throw new NotSupportedException(value.Kind.ToString()),
    };

    // What fields mean

    /// <param name="choose">Leaves what `where` means, in the order that `order` asks.</param>
    private object? Resolve(object source, FieldMeaning meaning, Func<string, object?> argument, Func<List<Edge>, List<Edge>> choose) => source switch
    {
        Root => ResolveRoot(meaning, argument, choose),
        NaiveNode node => ResolveNode(node, meaning, argument, choose),
        Aggregated or AggregatedLinks or Values or GroupKey => ResolveAggregate(source, meaning, argument),
        Connection connection => ResolveConnection(connection, meaning),
        Edge edge => ResolveEdge(edge, meaning, argument),
        Listed listed => ResolveListed(listed.Edge, meaning, argument),
        NaiveHit hit => ResolveHit(hit, meaning),
        NaiveMatch match => meaning is FieldMeaning.Leaf { What: Leaf.MatchedDistance } ? Json((long)match.Distance) : Json(meaning is FieldMeaning.Leaf { What: Leaf.MatchedField } ? match.Field : match.Text),
        Exclusion exclusion => ResolveExclusion(exclusion, meaning),
        Corroboration corroboration => ResolveCorroboration(corroboration, meaning),
        _ => throw new NotSupportedException(source.ToString()),
    };

    private object? ResolveRoot(FieldMeaning meaning, Func<string, object?> argument, Func<List<Edge>, List<Edge>> choose) => meaning switch
    {
        FieldMeaning.AnyById => Visible(_graph.Find((string?)argument("id"))),
        FieldMeaning.AllById => ((IEnumerable<object?>)argument("ids")!).Select(id => Visible(_graph.Find((string?)id))).ToList(),
        FieldMeaning.ById byId => FindOne(byId.Type, argument),
        FieldMeaning.Collection collection => Page(choose(All(collection.Type)), argument),
        FieldMeaning.Search => Page(Search((string)argument("text")!, argument("types"), argument("fuzzy") is true), argument),
        FieldMeaning.AllRelationships => Page(choose(Listing(_graph.Links.Where(l => argument("types") is not { } types || ((IEnumerable<object?>)types).Contains(l.Record.Type.Name)), null)), argument),
        FieldMeaning.AggregateCollection all => new Aggregated(all.Type, choose(All(all.Type)), []),
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    private IEnumerable<Edge> Search(string text, object? types, bool fuzzy)
    {
        var names = types is string single ? [single] : (types as IEnumerable<object?>)?.ToList();
        var nodes = _graph.Nodes.Where(n => IsVisible(n) && (names is null || names.Contains(n.Record.Type.Name.ToUpperInvariant()))).Select(n => n.Record);
        return NaiveSearch.Find(nodes, text, fuzzy).Select(h => new Edge(_graph.Find(h.Node.Id)!, null, null, h));
    }

    private object? ResolveHit(NaiveHit hit, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.HitNode => _graph.Find(hit.Node.Id),
        FieldMeaning.Leaf { What: Leaf.Score } => Json(hit.Score),
        FieldMeaning.Matched => hit.Matched,
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    private List<Edge> All(FieldedType type) => [.. _graph.Nodes
        .Where(n => type.Members.Contains(n.Record.Type) && IsVisible(n)).Sorted(NaiveOrder.ByName).Select(n => new Edge(n, null, null))];

    /// <summary>"code: ISO alpha-2 or alpha-3, any case"; where id and code are given, both must hold.</summary>
    private NaiveNode? FindOne(FieldedType type, Func<string, object?> argument)
    {
        var keys = type.Properties.Where(p => p.FoundBy is not null).ToLookup(p => p.FoundBy!);
        var id = (string?)argument("id");
        var codes = keys.Select(k => (Properties: k.ToList(), Value: (string?)argument(k.Key))).Where(k => k.Value is not null).ToList();
        if (id is null && codes.Count == 0)
            return null;
        return Visible(_graph.Nodes.Find(n => type.Members.Contains(n.Record.Type) && (id is null || n.Id == id)
            && codes.All(c => c.Properties.Exists(p => n.Text(p.Name) is { } text && NaiveOrder.Fold(text) == NaiveOrder.Fold(c.Value!)))));
    }

    private object? ResolveNode(NaiveNode node, FieldMeaning meaning, Func<string, object?> argument, Func<List<Edge>, List<Edge>> choose) => meaning switch
    {
        FieldMeaning.Leaf { What: Leaf.Id } => Json(node.Id),
        FieldMeaning.Leaf { What: Leaf.DisplayName } => Json(node.Name),
        FieldMeaning.NodeProperty property => Json(node.Record.Properties.GetValueOrDefault(property.Name)),
        FieldMeaning.Leaf { What: Leaf.RecordedAt } => Json(node.RecordedAt),
        FieldMeaning.Leaf { What: Leaf.Revision } => Json((long)node.Revision),
        FieldMeaning.InEffect => Json(NaiveTime.IsInEffect(node, (string?)argument("on") ?? _asOf ?? _today)),
        FieldMeaning.Standing => Json(NameOf(StandingOf(node, (string?)argument("on") ?? _asOf ?? _today))),
        FieldMeaning.Leaf { What: Leaf.KnownUntil } => Json(KnownUntil(node)),
        FieldMeaning.QuoteUrl { Report: var report } => Json(QuoteUrl(node, Related(node, report).FirstOrDefault()?.Node)),
        FieldMeaning.Related { Field: { IsList: false } one } => Related(node, one).FirstOrDefault()?.Node,
        FieldMeaning.Related { Field: var many } => Page(choose(Related(node, many)), argument),
        FieldMeaning.AggregateRelated { Field: var many } =>
            new Aggregated((FieldedType)many.Target, choose(Related(node, many)), []),
        FieldMeaning.Reliance reliance => Rely(node, reliance, argument, choose),
        FieldMeaning.Supports => Page(choose(Listing(_graph.Links.Where(l => l.Record.Claims.Contains(node.Id)), node.Id)), argument),
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    /// <summary>"a text fragment on the report's address"; only letters, digits and <c>._~</c> stay as they are.</summary>
    private static string? QuoteUrl(NaiveNode claim, NaiveNode? report)
    {
        if (report?.Text("url") is not { } url || claim.Text("quote") is not { } quote)
            return null;
        var fragment = string.Concat(Encoding.UTF8.GetBytes(quote).Select(b => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'_' or (byte)'~' ? $"{(char)b}" : $"%{b:X2}"));
        return (url.Contains('#') ? url : url + "#") + ":~:text=" + fragment;
    }

    private List<Edge> Related(NaiveNode node, RelationshipField field) =>
        [.. _graph.Links
            .Where(l => l.Record.Type == field.Type && (field.Direction == Direction.Out ? l.Record.From : l.Record.To) == node.Id)
            .Select(l => new Edge(_graph.Find(field.Direction == Direction.Out ? l.Record.To : l.Record.From)!, l, null))
            .Where(e => field.Target.Members.Contains(e.Node.Record.Type) && Holds(e.Link!) && IsVisible(e.Node))
            .Sorted((left, right) => NaiveOrder.ByName(left.Node, right.Node) is not 0 and var order ? order : NaiveOrder.ByTies(left.Link!, right.Link!))];

    /// <summary>Relationships as nodes, by type, from, to, and what tells those between the same nodes apart.</summary>
    private List<Edge> Listing(IEnumerable<NaiveLink> links, string? claim) =>
        [.. links.Where(l => Holds(l) && IsVisible(_graph.Find(l.Record.From)!) && IsVisible(_graph.Find(l.Record.To)!))
            .Select(l => new Edge(_graph.Find(l.Record.To)!, l, null, IsList: true, Claim: claim)).Sorted((left, right) => ByListing(left.Link!, right.Link!))];

    private static int ByListing(NaiveLink left, NaiveLink right)
    {
        var order = NaiveOrder.ByCodePoint(left.Record.Type.Name, right.Record.Type.Name);
        order = order != 0 ? order : NaiveOrder.ByCodePoint(left.Record.From, right.Record.From);
        order = order != 0 ? order : NaiveOrder.ByCodePoint(left.Record.To, right.Record.To);
        return order != 0 ? order : NaiveOrder.ByTies(left, right);
    }

    private object? ResolveListed(Edge edge, FieldMeaning meaning, Func<string, object?> argument) => meaning switch
    {
        FieldMeaning.Leaf { What: Leaf.TypeName } => Json(edge.Link!.Record.Type.Name),
        FieldMeaning.StartNode => _graph.Find(edge.Link!.Record.From),
        FieldMeaning.EndNode => _graph.Find(edge.Link!.Record.To),
        _ => ResolveEdge(edge, meaning, argument),
    };

    private bool Holds(NaiveLink link) => _asOf is null
        || (NaiveTime.IsInEffect(link, _asOf) && !(_hidesPresumed && StandingOf(link, _asOf) == Standing.Presumed));
    private bool IsVisible(NaiveNode node) => _asOf is null || node.Record.Type.Lifespan is null
        || (NaiveTime.IsInEffect(node, _asOf) && !(_hidesPresumed && StandingOf(node, _asOf) == Standing.Presumed));
    private NaiveNode? Visible(NaiveNode? node) => node is not null && IsVisible(node) ? node : null;

    private static Connection Page(IEnumerable<Edge> edges, Func<string, object?> argument, List<Exclusion>? excluded = null)
    {
        var all = edges.ToList();
        var (first, last) = ((int?)argument("first"), (int?)argument("last"));
        if (argument("after") is not null || argument("before") is not null)
            throw new NotSupportedException("cursors");
        var page = last is { } size ? all.TakeLast(size).ToList() : all.Take(first ?? 50).ToList();
        var more = page.Count < all.Count;
        return new Connection(all, page, more && last is null, more && last is not null, excluded ?? []);
    }

    private static object? ResolveConnection(Connection connection, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Edges => connection.Page,
        FieldMeaning.Nodes => connection.Page.Select(e => (object?)e.Hit ?? e.Item).ToList(),
        FieldMeaning.Leaf { What: Leaf.TotalCount } => Json((long)connection.All.Count),
        FieldMeaning.PageInfo => connection,
        FieldMeaning.Leaf { What: Leaf.HasNextPage } => Json(connection.HasNext),
        FieldMeaning.Leaf { What: Leaf.HasPreviousPage } => Json(connection.HasPrevious),
        FieldMeaning.Leaf { What: Leaf.StartCursor } or FieldMeaning.Leaf { What: Leaf.EndCursor } => connection.Page.Count == 0 ? null : Json(SomeCursor),
        FieldMeaning.Excluded => connection.Excluded,
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    private object? ResolveEdge(Edge edge, FieldMeaning meaning, Func<string, object?> argument) => meaning switch
    {
        FieldMeaning.EdgeNode => (object?)edge.Hit ?? edge.Item,
        FieldMeaning.Leaf { What: Leaf.Stance } => Json(Stance(edge.Claim!)),
        FieldMeaning.Leaf { What: Leaf.Cursor } => Json(SomeCursor),
        _ when edge.Reliance is { } reliance => ResolveReliance(reliance, meaning),
        FieldMeaning.Leaf { What: Leaf.RelationshipId } => Json(edge.Link!.Record.Key),
        FieldMeaning.Leaf { What: Leaf.Since } => Json(edge.Link!.Record.Since),
        FieldMeaning.Leaf { What: Leaf.Until } => Json(edge.Link!.Record.Until),
        FieldMeaning.EdgeProperty property => Json(edge.Link!.Record.Properties.GetValueOrDefault(property.Name)),
        FieldMeaning.Leaf { What: Leaf.RecordedAt } => Json(edge.Link!.RecordedAt),
        FieldMeaning.Leaf { What: Leaf.Revision } => Json((long)edge.Link!.Revision),
        FieldMeaning.InEffect => Json(NaiveTime.IsInEffect(edge.Link!, (string?)argument("on") ?? _asOf ?? _today)),
        FieldMeaning.Standing => Json(NameOf(StandingOf(edge.Link!, (string?)argument("on") ?? _asOf ?? _today))),
        FieldMeaning.Leaf { What: Leaf.KnownUntil } => Json(KnownUntil(edge.Link!)),
        FieldMeaning.Evidence => EvidenceOf(edge.Link!.Record.Claims),
        FieldMeaning.Leaf { What: Leaf.Contested } => Json(edge.Link!.Record.Claims.Any(c => Stance(c) == "ASSERTS") && edge.Link.Record.Claims.Any(c => Stance(c) == "DENIES")),
        FieldMeaning.Corroboration => new Corroboration([.. edge.Link!.Record.Claims]),
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number == 0 ? 0 : number),
        DateTimeOffset time => JsonValue.Create(time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        IEnumerable<string> list => new JsonArray([.. list.Select(i => JsonValue.Create(i))]),
        _ => throw new NotSupportedException(value.GetType().Name),
    };
}
