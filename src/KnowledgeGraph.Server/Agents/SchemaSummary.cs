using System.Globalization;
using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Agents;

/// <summary>The schema in a page, for language models: the types with their properties and relationships, and how to ask.</summary>
internal static class SchemaSummary
{
    /// <summary>2,000 tokens are about 8,000 characters of English. Names of fields need more tokens.</summary>
    public const int MaxLength = 6_500;

    public static string Of(GraphModel model)
    {
        var text = new StringBuilder("""
            # The schema in short

            The graph has nodes with an id such as `country:USA`, and relationships. Relationships rest on claims (`evidence`), and claims on reports.

            - `agreement(id:)` returns one node, `agreements(where:, order:, first:)` a list, `agreementsAggregate` counts. Other types likewise.
            - A list has `edges { node { … } evidence { … } }`, `nodes { … }`, `totalCount`, `pageInfo`.
            - `search(text:)`, `paths(from:, to:)`, `timeline(about:)`, `node(id:)`, `relationships(types:)`, `graph { version knownUntil }`.
            - `country(code: "US") { reliesOn(objective:) { edges { node { name } strength through { name } evidence { quote } } excluded { node { name } reason } } }`.
            - `@asOf(date: "2024-07-01")` on the operation asks as of a date. `@evidence(without:, publishedBy:, minOrigins:)` leaves out evidence.
            - The tool `schema_search` finds arguments, filters and examples.

            ## Types: properties; relationships


            """);
        foreach (var type in model.NodeTypes)
            text.Append(CultureInfo.InvariantCulture, $"- {type.Name} (`{type.Prefix}:…`): {string.Join(", ", type.Properties.Select(p => p.Name))}; {string.Join(", ", type.Relationships.Select(r => r.Name))}\n");
        return text.Length <= MaxLength ? text.ToString() : throw new InvalidOperationException($"The summary of the schema has {text.Length} characters.");
    }
}
