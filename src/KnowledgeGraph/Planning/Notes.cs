using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>The texts of notes: what a person should know about a response that is not an error.</summary>
internal static class Notes
{
    /// <summary>An id that names nothing, where it is not the result that says so.</summary>
    public static string UnknownId(string id) => $"no node {Excerpt.Of(id)}";

    /// <summary>A unique value, such as a code, that no node has.</summary>
    /// <param name="type">What the node is called, such as "country".</param>
    public static string UnknownKey(string type, string argument, string value) => $"no {type} with the {argument} {Excerpt.Of(value)}";

    /// <summary>A page that ends because of its default size.</summary>
    /// <param name="field">The response key of the connection.</param>
    public static string Cut(string field) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"`{Excerpt.Of(field)}` has more than {GraphSchema.DefaultPageSize} items, and this is the first page. Give `first`, at most {GraphSchema.MaxPageSize}, or page with `after`.");
}
