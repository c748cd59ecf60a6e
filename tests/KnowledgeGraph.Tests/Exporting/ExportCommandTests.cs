using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Stores;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Exporting;

/// <summary>The verb export: what it writes, and where.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _data;

    public ExportCommandTests()
    {
        _data = Path.Combine(_folder.Path, "data");
        using var store = EmbeddedStore.Open(_data, TestGraph.Model, new TemporaryFolder.StoppedClock());
        store.Commit(new()
        {
            Nodes =
            [
                Node("Country", "country:PAN", ("name", "=1+1"), ("iso2", "PA"), ("iso3", "PAN"), ("aliases", (string[])["a, \"b\"", "line\nbreak \u0001 \U0001F600"])),
                Node("Agreement", "instrument:old", ("name", "Old"), ("kind", "STRATEGY"), ("signed", "2020"), ("ended", "2021-03")),
                Node("Agreement", "instrument:new", ("name", "New"), ("kind", "STRATEGY"), ("signed", "2024-07-01")),
                Node("Place", "place:p", ("name", "P"), ("kind", "TOWN"), ("latitude", -8.5), ("longitude", 1e20 / 1e18)),
                Node("Claim", "claim:1", ("statement", "C"), ("inferred", true)),
            ],
            Relationships =
            [
                Link("PARTY_TO", "country:PAN", "instrument:old", ["claim:1"], since: "2020", properties: ("role", "SIGNATORY")),
                Link("PARTY_TO", "country:PAN", "instrument:new", ["claim:1"]),
                Link("CLAIMS_ABOUT", "claim:1", "country:PAN"),
            ],
        });
    }

    public void Dispose() => _folder.Dispose();

    private string At(string name) => Path.Combine(_folder.Path, name);

    private async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var bytes = new MemoryStream();
        var terminal = new Terminal(TextReader.Null, output, error) { OpenOutput = () => bytes };
        var code = await Server.Program.Run(["export", .. arguments, "--data", _data], terminal, CancellationToken.None);
        return (code, output.ToString() + Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }

    private const string Time = "\"recordedAt\":\"2024-07-02T12:00:00.000Z\"";

    private const string Lines = $$"""
        {"node":"Country","id":"country:PAN","name":"=1+1","aliases":["a, \"b\"","line\nbreak \u0001 \uD83D\uDE00"],"iso2":"PA","iso3":"PAN",{{Time}}}
        {"node":"Agreement","id":"instrument:new","name":"New","kind":"STRATEGY","signed":"2024-07-01","status":"UNKNOWN",{{Time}}}
        {"node":"Agreement","id":"instrument:old","name":"Old","kind":"STRATEGY","signed":"2020","ended":"2021-03","status":"UNKNOWN",{{Time}}}
        {"node":"Place","id":"place:p","name":"P","kind":"TOWN","latitude":-8.5,"longitude":100,{{Time}}}
        {"node":"Claim","id":"claim:1","statement":"C","stance":"ASSERTS","inferred":true,{{Time}}}
        {"relationship":"PARTY_TO","from":"country:PAN","to":"instrument:new",{{Time}},"claims":["claim:1"]}
        {"relationship":"PARTY_TO","from":"country:PAN","to":"instrument:old","since":"2020","role":"SIGNATORY",{{Time}},"claims":["claim:1"]}
        {"relationship":"CLAIMS_ABOUT","from":"claim:1","to":"country:PAN",{{Time}}}

        """;

    [Fact]
    public async Task Json_lines_go_to_standard_output_or_a_file_which_may_be_compressed()
    {
        Assert.Equal((0, Lines, ""), await Run());
        Assert.Equal((0, Lines, ""), await Run("-"));
        foreach (var name in new[] { "a.jsonl", "a.txt", "a.jsonl.gz", "a.zst" })
            Assert.Equal((0, $"Wrote 5 nodes and 3 relationships of {_data} into {At(name)} (1 file)\n", ""), await Run(At(name)));
        Assert.Equal(Lines, await File.ReadAllTextAsync(At("a.jsonl")));
        Assert.Equal(Lines, await File.ReadAllTextAsync(At("a.txt")));
        using var gzip = new StreamReader(new GZipStream(File.OpenRead(At("a.jsonl.gz")), CompressionMode.Decompress));
        Assert.Equal(Lines, await gzip.ReadToEndAsync());
        using var zstd = new StreamReader(new ZstdSharp.DecompressionStream(File.OpenRead(At("a.zst"))));
        Assert.Equal(Lines, await zstd.ReadToEndAsync());
    }

    [Theory]
    [InlineData("--types Country", "country:PAN", 0)]
    [InlineData("--types Country,Instrument", "country:PAN instrument:new instrument:old", 2)]
    [InlineData("--types Country --types Agreement,CLAIMS_ABOUT", "country:PAN instrument:new instrument:old", 0)]
    [InlineData("--types PARTY_TO", "country:PAN instrument:new instrument:old place:p claim:1", 2)]
    [InlineData("--as-of 2020-05-01", "country:PAN instrument:old place:p claim:1", 2)]
    [InlineData("--as-of 2024-08", "country:PAN instrument:new place:p claim:1", 2)]
    public async Task A_part_of_the_graph_has_the_relationships_within_it(string arguments, string nodes, int relationships)
    {
        var (code, output, error) = await Run(arguments.Split(' '));
        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(nodes, string.Join(' ', lines.Where(l => l.StartsWith("{\"node\"", StringComparison.Ordinal)).Select(l => l.Split('"')[7])));
        Assert.Equal(relationships, lines.Count(l => l.StartsWith("{\"relationship\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Csv_is_a_file_for_each_type_that_a_spreadsheet_reads()
    {
        Assert.Equal((0, $"Wrote 5 nodes and 3 relationships of {_data} into {At("out")} (6 files)\n", ""), await Run(At("out"), "--format", "csv"));
        Assert.Equal(["Agreement.csv", "CLAIMS_ABOUT.csv", "Claim.csv", "Country.csv", "PARTY_TO.csv", "Place.csv"], Directory.EnumerateFiles(At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            "\uFEFFid,name,aliases,demonyms,iso2,iso3,recordedAt\r\ncountry:PAN,'=1+1,\"a, \"\"b\"\"; line\nbreak \u0001 \U0001F600\",,PA,PAN,2024-07-02T12:00:00.000Z\r\n",
            Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(At("out"), "Country.csv"))));
        Assert.Equal(
            "\uFEFFfrom,to,since,until,role,recordedAt,claims\r\ncountry:PAN,instrument:new,,,,2024-07-02T12:00:00.000Z,claim:1\r\ncountry:PAN,instrument:old,2020,,SIGNATORY,2024-07-02T12:00:00.000Z,claim:1\r\n",
            Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(At("out"), "PARTY_TO.csv"))));
        // A negative number is no formula.
        Assert.Contains(",-8.5,100,", await File.ReadAllTextAsync(Path.Combine(At("out"), "Place.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GraphMl_has_no_character_that_XML_forbids()
    {
        Assert.Equal(0, (await Run(At("a.graphml"))).Code);
        var xml = System.Xml.Linq.XDocument.Load(At("a.graphml")).Root!;
        var at = xml.Name.Namespace;
        var keys = xml.Elements(at + "key").ToDictionary(k => k.Attribute("id")!.Value, k => (For: k.Attribute("for")!.Value, Name: k.Attribute("attr.name")!.Value, Type: k.Attribute("attr.type")!.Value));
        string Data(System.Xml.Linq.XElement owner) => string.Join(' ', owner.Elements(at + "data").Select(d => $"{keys[d.Attribute("key")!.Value].Name}={d.Value}"));
        Assert.Equal(("edge", "role", "string"), keys["edge-role"]);
        Assert.Equal(("node", "latitude", "double"), keys["node-latitude"]);
        Assert.Equal("type=Country label==1+1 name==1+1 aliases=a, \"b\"; line\nbreak \uFFFD \U0001F600 iso2=PA iso3=PAN recordedAt=2024-07-02T12:00:00.000Z", Data(xml.Descendants(at + "node").First()));
        var edges = xml.Descendants(at + "edge").ToList();
        Assert.Equal(["country:PAN instrument:new", "country:PAN instrument:old", "claim:1 country:PAN"], edges.Select(e => $"{e.Attribute("source")!.Value} {e.Attribute("target")!.Value}"));
        Assert.Equal("type=PARTY_TO since=2020 role=SIGNATORY claims=claim:1 recordedAt=2024-07-02T12:00:00.000Z", Data(edges[1]));
    }

    [Theory]
    [InlineData("--types Contry", 2, "The type `Contry` is unknown. Did you mean `Country`?\n")]
    [InlineData("--types PARTY_TOO", 2, "The type `PARTY_TOO` is unknown. Did you mean `PARTY_TO`?\n")]
    [InlineData("--known 2", 2, "The version must be from 1 to 1, but was 2.\n")]
    [InlineData("--as-of 2024-13", 2, "The date must be one such as 2024, 2024-07 or 2024-07-01, but was `2024-13`.\n")]
    [InlineData("--format xml", 2, "Argument 'xml' not recognized. Must be one of: 'jsonl' 'yaml' 'csv' 'graphml' 'cypher' 'jsonld'\nRun `KnowledgeGraph.Server export --help` for help.\n")]
    [InlineData("- --format csv", 2, "-: The format csv has several files. Name a new or an empty folder.\n")]
    [InlineData("/no/where/a.jsonl", 2, "/no/where/a.jsonl: The folder for it does not exist. Create it first.\n")]
    [InlineData("/tmp --format jsonl", 2, "/tmp: The format jsonl has one file, but this is a folder. Name a file.\n")]
    public async Task A_wrong_argument_writes_nothing(string arguments, int code, string message) =>
        Assert.Equal((code, "", message), await Run(arguments.Split(' ')));

    /// <summary>Each step writes beside the place, so that the place has the old file or the new one.</summary>
    [SkippableFact]
    public async Task On_a_full_disk_the_old_file_stays()
    {
        var place = Directory.CreateDirectory(At("disk")).FullName;
        using var disk = SmallDisk.Mount(place, megabytes: 1);
        Skip.If(disk is null, "mounting a small disk needs root on Linux");
        var file = Path.Combine(place, "a.jsonl");
        Assert.Equal(0, (await Run(file)).Code);
        Assert.Equal(0, (await Run(file, "--types", "Place")).Code);
        var old = await File.ReadAllTextAsync(file);
        Assert.StartsWith("{\"node\":\"Place\"", old, StringComparison.Ordinal);
        disk.Fill("filling");
        foreach (var arguments in new string[][] { [file], [Path.Combine(place, "csv"), "--format", "csv"] })
        {
            var (code, output, error) = await Run(arguments);
            Assert.Equal((1, ""), (code, output));
            Assert.Contains("No space left on device", error, StringComparison.Ordinal);
        }
        Assert.Equal(["a.jsonl", "filling"], Directory.EnumerateFileSystemEntries(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(old, await File.ReadAllTextAsync(file));
    }

    /// <summary>What exists on a date is what the API shows on it.</summary>
    [Fact]
    public void A_date_selects_what_the_API_shows()
    {
        var seed = SeedFolders.Graph("seed");
        var extract = new GraphExtract(seed, GraphSelection.Of(TestGraph.Model, [], "2024-07-01"), default);
        var counts = JsonNode.Parse(seed.Ask("""query @asOf(date: "2024-07-01") { agreements { totalCount } measures { totalCount } relationships { totalCount } }"""))!["data"]!;
        Assert.Equal(
            ((int)counts["agreements"]!["totalCount"]!, (int)counts["measures"]!["totalCount"]!, (long)counts["relationships"]!["totalCount"]!),
            (extract.Nodes(TestGraph.Model.FindNodeType("Agreement")!).Count(), extract.Nodes(TestGraph.Model.FindNodeType("Measure")!).Count(), extract.RelationshipCount));
        Assert.True(extract.RelationshipCount < seed.RelationshipCount);
    }
}
