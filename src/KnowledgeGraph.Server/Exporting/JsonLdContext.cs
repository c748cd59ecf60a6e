using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>
/// The terms of the JSON-LD: those of schema.org and PROV-O where they have the same meaning, and else those of the model. What has no entry here is a term of
/// the model.
/// </summary>
internal static class JsonLdContext
{
    /// <summary>Before the id of a node in its <c>@id</c>.</summary>
    public const string IdPrefix = "kg:";
    public const string Relationships = "relationships";
    public const string Relationship = "Relationship";
    public const string RelationshipType = "relationshipType";
    public const string Target = "target";
    public const string ReplacedBy = "isReplacedBy";

    /// <summary>What each type is beside a type of the model.</summary>
    private static readonly Dictionary<string, string[]> s_classes = new()
    {
        ["Country"] = ["schema:Country", "prov:Agent"],
        ["Official"] = ["schema:Person", "prov:Agent"],
        ["Agency"] = ["schema:GovernmentOrganization", "prov:Agent"],
        ["Outlet"] = ["schema:NewsMediaOrganization", "prov:Agent"],
        ["Journalist"] = ["schema:Person", "prov:Agent"],
        ["Agreement"] = ["schema:Legislation"],
        ["Measure"] = ["schema:Legislation"],
        ["Objective"] = ["schema:DefinedTerm"],
        ["Place"] = ["schema:Place"],
        ["Event"] = ["schema:Event"],
        ["Report"] = ["schema:Article", "prov:Entity"],
        ["Claim"] = ["schema:Claim", "prov:Entity"],
        ["Statistic"] = ["schema:Observation", "prov:Entity"],
    };

    private static readonly (string Name, string Term)[] s_terms =
    [
        ("name", "schema:name"), ("title", "schema:name"), ("aliases", "schema:alternateName"), ("summary", "schema:abstract"), ("statement", "schema:text"),
        ("publishedOn", "schema:datePublished"), ("language", "schema:inLanguage"), ("unit", "schema:unitText"), ("on", "schema:startDate"),
        (RecordLine.Since, "schema:startDate"), (RecordLine.Until, "schema:endDate"), (RecordLine.Claims, "prov:wasDerivedFrom"),
        ("STATED_IN", "prov:hadPrimarySource"), ("REPORTED_IN", "prov:hadPrimarySource"), ("CLAIMED_BY", "prov:wasAttributedTo"), ("REPORTED_BY", "prov:wasAttributedTo"),
        ("WRITTEN_BY", "schema:author"), ("PUBLISHED_BY", "schema:publisher"), ("ORIGINATED_BY", "schema:sourceOrganization"), ("REPUBLISHES", "schema:isBasedOn"),
        ("ABOUT", "schema:about"), ("CLAIMS_ABOUT", "schema:about"), ("MEASURES", "schema:observationAbout"), ("WORKS_FOR", "schema:worksFor"),
        ("LIES_IN", "schema:containedInPlace"), ("LOCATED_IN", "schema:containedInPlace"), ("HELD_AT", "schema:location"),
        (ReplacedBy, "http://purl.org/dc/terms/isReplacedBy"),
    ];

    /// <summary>The terms whose values need a type, because JSON has none for them.</summary>
    private static readonly Dictionary<string, string> s_typedTerms = new()
    {
        [RecordLine.RecordedAt] = "prov:generatedAtTime",
        ["url"] = "schema:url",
        ["latitude"] = "schema:latitude",
        ["longitude"] = "schema:longitude",
        ["value"] = "schema:value",
    };

    /// <summary>The classes of a type, after the type itself.</summary>
    public static string[] ClassesOf(NodeType type) => s_classes.GetValueOrDefault(type.Name, []);

    // {"@version":1.1,"schema":"https://schema.org/",…,"name":"schema:name",…,"value":{"@id":"schema:value","@type":"xsd:double"}}
    public static void Write(Utf8JsonWriter json, GraphModel model)
    {
        json.WriteStartObject();
        json.WriteNumber("@version", 1.1m);
        json.WriteString("schema", "https://schema.org/");
        json.WriteString("prov", "http://www.w3.org/ns/prov#");
        json.WriteString("xsd", "http://www.w3.org/2001/XMLSchema#");
        json.WriteString("kg", "urn:knowledge-graph:");
        json.WriteString("@vocab", "urn:knowledge-graph:model:");
        foreach (var (name, term) in s_terms)
            json.WriteString(name, term);
        WriteTyped(json, RecordLine.RecordedAt, "xsd:dateTime");
        foreach (var property in model.NodeTypes.SelectMany(t => t.Properties).Concat(model.RelationshipTypes.SelectMany(t => t.Properties)).DistinctBy(p => p.Name))
            if (property.Kind == ScalarKind.Url)
                WriteTyped(json, property.Name, "xsd:anyURI");
            else if (property.Type.Form == ScalarForm.Number)
                WriteTyped(json, property.Name, "xsd:double");
        json.WriteEndObject();
    }

    private static void WriteTyped(Utf8JsonWriter json, string name, string type)
    {
        json.WriteStartObject(name);
        json.WriteString("@id", s_typedTerms.GetValueOrDefault(name, $"kg:model:{name}"));
        json.WriteString("@type", type);
        json.WriteEndObject();
    }
}
