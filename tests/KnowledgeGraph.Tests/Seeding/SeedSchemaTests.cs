using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using KnowledgeGraph.Server.Seeding;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>The JSON Schema of the seed: it is fresh, the seed's files name it and satisfy it, and it finds mistakes.</summary>
public sealed class SeedSchemaTests
{
    private static readonly JsonSchema s_schema = JsonSchema.FromText(SeedSchema.Print(TestGraph.Model));

    [Fact]
    public void The_file_in_the_seed_is_fresh() =>
        Assert.Equal(SeedSchema.Print(TestGraph.Model), File.ReadAllText(Path.Combine(SeedFolders.Seed, SeedFiles.SchemaName)));

    [Fact]
    public void It_is_a_schema() =>
        Assert.True(MetaSchemas.Draft202012.Evaluate(JsonSerializer.SerializeToElement(JsonNode.Parse(SeedSchema.Print(TestGraph.Model)))).IsValid);

    [Fact]
    public void Every_file_of_the_seed_names_it_and_satisfies_it()
    {
        foreach (var file in Directory.EnumerateFiles(SeedFolders.Seed, "*.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            var path = Path.GetRelativePath(Path.GetDirectoryName(file)!, Path.Combine(SeedFolders.Seed, SeedFiles.SchemaName)).Replace('\\', '/');
            Assert.StartsWith($"# yaml-language-server: $schema={path}\n", text, StringComparison.Ordinal);
            Assert.Equal((file, ""), (file, Mistakes(text)));
        }
    }

    [Theory]
    [InlineData("countries: { USA: { name: United States, iso2: US, iso3: USA } }")]
    [InlineData("agreements: { a: { name: 2024, signed: 2024, parties: [country:USA, { to: agency:x, since: 2024-07, evidence: [claim:a] }], evidence: claim:b } }")]
    [InlineData("officials: { o: { claims: [claim:a], signed: [{ to: instrument:a, onBehalfOf: agency:p }], country: country:USA } }")]
    [InlineData("claims: { c: { inferred: true, report: report:r } }\nstatistics: { s: { from: 2024, to: 2024-12-31, value: 1.5, text: 1.5 } }")]
    public void It_allows_what_the_program_reads(string yaml) => Assert.Equal("", Mistakes(yaml));

    [Theory]
    [InlineData("country: { USA: { name: United States } }", "/country")]
    [InlineData("countries: { country:USA: { name: United States } }", "/countries")]
    [InlineData("countries: { USA: { title: United States } }", "/countries/USA/title")]
    [InlineData("countries: { USA: { demonyms: American } }", "/countries/USA/demonyms")]
    [InlineData("agreements: { a: { kind: DEAL } }", "/agreements/a/kind")]
    [InlineData("agreements: { a: { signed: 2024-13 } }", "/agreements/a/signed")]
    [InlineData("agreements: { a: { parties: [official:x] } }", "/agreements/a/parties/0")]
    [InlineData("agreements: { a: { parties: [{ evidence: claim:x }] } }", "/agreements/a/parties/0")]
    [InlineData("officials: { o: { signed: [{ to: instrument:a, onBehalfOf: official:p }] } }", "/officials/o/signed/0/onBehalfOf")]
    [InlineData("reports: { r: { url: example.org } }", "/reports/r/url")]
    [InlineData("claims: { c: { inferred: maybe, evidence: report:r } }", "/claims/c/inferred")]
    public void It_finds_a_mistake(string yaml, string place) => Assert.Contains(place, Mistakes(yaml), StringComparison.Ordinal);

    /// <summary>The places of the mistakes; empty if there are none.</summary>
    internal static string Mistakes(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var result = s_schema.Evaluate(JsonSerializer.SerializeToElement(Json(stream.Documents[0].RootNode)), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? "" : string.Join(' ', (result.Details ?? []).Where(d => !d.IsValid).Select(d => d.InstanceLocation).Distinct());
    }

    /// <summary>As a text editor reads YAML, by its core schema.</summary>
    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(e => KeyValuePair.Create(((YamlScalarNode)e.Key).Value!, Json(e.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain } number when long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        YamlScalarNode { Style: ScalarStyle.Plain } number when double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
        YamlScalarNode text => text.Value,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
