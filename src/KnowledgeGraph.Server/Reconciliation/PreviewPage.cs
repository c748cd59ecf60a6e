using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>A small page about one node, which clients show in a frame: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#preview-service.</summary>
internal sealed class PreviewPage(ServiceSchema schema, ServiceOperations operations)
{
    public const int Width = 420;
    public const int Height = 240;

    /// <summary>The number of nodes of a relationship that are shown.</summary>
    private const int ShownNodes = 5;

    private const string Style = """
        body { font: 14px/1.4 system-ui, sans-serif; margin: 12px; color: CanvasText; background: Canvas; color-scheme: light dark }
        h1 { font-size: 17px; margin: 0 } h1 small { font-weight: normal; opacity: .7 } dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 8px 0 0 }
        dt { opacity: .7 } dd { margin: 0; overflow-wrap: anywhere }
        """;

    /// <summary>Any page may show it in a frame, because it has no script and no form, and only what the API returns too.</summary>
    private static readonly string s_policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    public async ValueTask Send(HttpContext context)
    {
        var id = Parameters.One(context.Request.Query, "id") is { Length: > 0 } given ? given : throw RequestRefusedException.InvalidRequest("`id` is missing. Use /reconcile/preview?id= with the id of a node.");
        var data = await operations.Run(Document([.. schema.TypesOf([id]).SelectMany(t => schema.Properties.Where(p => p.Fields.Any(f => f.Type == t && IsShown(f)))).Distinct()], id), ("id", id));
        var node = data.GetProperty("node");
        if (node.ValueKind == JsonValueKind.Null)
            throw new RequestRefusedException(RequestErrorCodes.NotFound, $"There is no node with the id {Excerpt.Of(id)}.");
        await HttpAnswer.SendPage(context, Encoding.UTF8.GetBytes(Write(node)), s_policy);
    }

    /// <summary>All values, and the nodes of relationships that have at most one.</summary>
    private static bool IsShown(ServiceProperty.Field field) => field.Relationship is null || !field.IsList;

    private string Document(IReadOnlyList<ServiceProperty> properties, string id)
    {
        var document = new StringBuilder("query Preview($id: ID!) { node(id: $id) { __typename ...N ");
        foreach (var property in properties)
            property.Select(document, schema.TypesOf([id]), ShownNodes);
        return document.Append($"}} }} {ServiceSchema.NodeFragment}").ToString();
    }

    private string Write(JsonElement node)
    {
        var (name, type) = (node.GetProperty("displayName").GetString()!, node.GetProperty("__typename").GetString()!);
        var page = new StringBuilder($"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>{Encode(name)}</title>
            <style>{Style}</style>
            <h1>{Encode(name)} <small>{type}</small></h1>
            <dl>
            <dt>id</dt><dd>{Encode(node.GetProperty("id").GetString()!)}</dd>

            """);
        foreach (var property in schema.Properties)
        {
            var texts = property.ValuesOf(node).Select(v => v.Field.Relationship is null ? v.Value.ToString() : v.Value.GetProperty("displayName").GetString()!).ToList();
            if (texts.Count > 0 && !texts.SequenceEqual([name]))
                page.Append(CultureInfo.InvariantCulture, $"<dt>{Encode(property.Name)}</dt><dd>{Encode(string.Join(", ", texts))}</dd>\n");
        }
        return page.Append("</dl>\n</html>\n").ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
