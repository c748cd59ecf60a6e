using System.Reflection;
using System.Text.Json;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>The manifest of the service: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#service-manifest.</summary>
internal static class Manifest
{
    /// <param name="server">The address of the server, as the client has it.</param>
    /// <param name="lens">The lens in the address of the service, such as <c>asOf=2024</c>; empty for none. The preview has it too.</param>
    public static void Write(Utf8JsonWriter json, ServiceSchema schema, ServerOptions options, string server, string lens)
    {
        json.WriteStartArray("versions");
        json.WriteStringValue("0.2");
        json.WriteEndArray();
        json.WriteString("name", "KnowledgeGraph");
        json.WriteString("identifierSpace", $"{server}/node/");
        json.WriteString("schemaSpace", $"{server}/graphql/schema");
        json.WriteString("serviceVersion", typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
        json.WriteNumber("batchSize", options.MaxReconciliationBatch);
        json.WriteStartArray("defaultTypes");
        foreach (var type in schema.NodeTypes)
            ServiceSchema.Write(json, type);
        json.WriteEndArray();
        json.WriteStartObject("view");
        json.WriteString("url", $"{server}/#q=&expand={{{{id}}}}&open={{{{id}}}}");
        json.WriteEndObject();
        json.WriteStartObject("preview");
        json.WriteString("url", $"{server}{ReconciliationEndpoint.Path}/preview?id={{{{id}}}}{(lens.Length > 0 ? "&" + lens : "")}");
        json.WriteNumber("width", PreviewPage.Width);
        json.WriteNumber("height", PreviewPage.Height);
        json.WriteEndObject();
        json.WriteStartObject("suggest");
        foreach (var what in SuggestService.Kinds)
            WriteService(json, what, server, $"/suggest/{what}");
        json.WriteEndObject();
        json.WriteStartObject("extend");
        WriteService(json, "propose_properties", server, "/extend/propose");
        json.WriteStartArray("property_settings");
        json.WriteStartObject();
        json.WriteString("name", ExtendService.LimitSetting);
        json.WriteString("label", "Limit");
        json.WriteString("type", "number");
        json.WriteNumber("default", ExtendService.DefaultValues);
        json.WriteString("help_text", $"Maximum number of values of a node, from 1 to {ExtendService.MaxValues}.");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (options.Auth.ReadersNeedToken)
            WriteAuthentication(json);
    }

    private static void WriteService(Utf8JsonWriter json, string name, string server, string path)
    {
        json.WriteStartObject(name);
        json.WriteString("service_url", server);
        json.WriteString("service_path", ReconciliationEndpoint.Path + path);
        json.WriteEndObject();
    }

    /// <summary>The header with the token, as OpenAPI 2 describes it.</summary>
    private static void WriteAuthentication(Utf8JsonWriter json)
    {
        json.WriteStartObject("authentication");
        json.WriteString("type", "apiKey");
        json.WriteString("name", "Authorization");
        json.WriteString("in", "header");
        json.WriteEndObject();
    }
}
