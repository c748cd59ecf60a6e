using System.Globalization;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Matching;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>Finds the candidates of a query: by a fuzzy search, by id and by code, in one operation.</summary>
internal sealed class CandidateSearch(ServiceSchema schema, ServiceOperations operations)
{
    /// <summary>The number of hits of the search that are compared.</summary>
    private const int Hits = 100;

    /// <summary>The number of nodes of a relationship that are compared.</summary>
    private const int ComparedNodes = 50;

    public async ValueTask<FoundCandidates> Find(SoughtEntity sought)
    {
        var name = sought.Name ?? new SoughtName(string.Join(' ', sought.Properties.SelectMany(p => p.Values).Select(v => v.Text)));
        var text = name.Text;
        var data = await operations.Run(
            Document(sought), ("text", Searched(text)), ("id", text), ("types", sought.SearchedTypes?.Select(t => (object?)t.EnumName).ToArray()), ("first", Hits));
        var found = Nodes(data).DistinctBy(n => n.GetProperty("id").GetString()).Where(n => sought.SearchedTypes is not { } types || types.Contains(TypeOf(n)))
            .ToDictionary(n => n.GetProperty("id").GetString()!);
        return new FoundCandidates(sought, found, Ranking.Of(found.Values.Select(n => Compare(sought, name, n)), hasName: sought.Name is not null), schema);
    }

    private static string Searched(string text)
    {
        var words = Words.Of(Folding.Fold(text));
        var searched = words.Count > SearchText.MaxWords ? string.Join(' ', words.Take(SearchText.MaxWords)) : text;
        return searched.Length <= SearchText.MaxLength ? searched : searched[..SearchText.MaxLength];
    }

    private string Document(SoughtEntity sought)
    {
        var types = sought.SearchedTypes ?? schema.NodeTypes;
        var document = new StringBuilder("query Reconcile($text: String!, $id: ID!, $types: [NodeType!], $first: Int!) { id: node(id: $id) { ...C } ");
        foreach (var type in types)
            foreach (var key in type.Properties.Select(p => p.FoundBy).OfType<string>().Distinct())
                document.Append(CultureInfo.InvariantCulture, $"{type.FieldName}_{key}: {type.FieldName}({key}: $text) {{ ...C }} ");
        document.Append("search(text: $text, types: $types, fuzzy: true, first: $first) { nodes { node { ...C } } } } fragment C on Node { ...N ");
        document.Append(schema.Described).Append(' ');
        foreach (var property in sought.Properties.Select(p => p.Property).Distinct())
            property.Select(document, schema.NodeTypes, ComparedNodes);
        return document.Append($"}} {ServiceSchema.NodeFragment}").ToString();
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement data) => data.EnumerateObject().SelectMany(field => field.Value.ValueKind == JsonValueKind.Null ? []
        : field.NameEquals("search") ? field.Value.GetProperty("nodes").EnumerateArray().Select(hit => hit.GetProperty("node")) : (IEnumerable<JsonElement>)[field.Value]);

    private NodeType TypeOf(JsonElement node) => schema.NodeTypes.First(t => t.Name == node.GetProperty("__typename").GetString());

    private Candidate Compare(SoughtEntity sought, SoughtName name, JsonElement node)
    {
        operations.Stop.ThrowIfCancellationRequested();
        var (id, displayName, type) = (node.GetProperty("id").GetString()!, node.GetProperty("displayName").GetString()!, TypeOf(node));
        var aliases = ServiceSchema.NamesOf(type).SelectMany(p => ServiceSchema.TextsOf(node, p)).Append(id)
            .Select(alias => (Text: alias, Similarity: alias == id ? new NameSimilarity(id == name.Text ? 1 : 0, 0, false) : name.Compare(alias)))
            .MaxBy(a => a.Similarity.Value);
        return new Candidate(
            id, displayName, name.Compare(displayName), aliases.Similarity.Value > 0 ? aliases.Similarity : null, aliases.Text,
            [.. sought.Properties.Select(p => SoughtValue.AgreementOf(p.Values, [.. p.Property.ValuesOf(node).SelectMany(v => ServiceProperty.TextsOf(v.Value))]))],
            sought.Types is not { } types || types.Contains(type));
    }
}
