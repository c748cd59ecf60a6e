using KnowledgeGraph.Tests.Stores;

namespace KnowledgeGraph.Tests.Importing;

public sealed class CsvImportTests : IDisposable
{
    private readonly TemporaryFolder _store = new();
    private readonly TempFolder _files = new();

    public void Dispose()
    {
        _store.Dispose();
        _files.Dispose();
    }

    private async Task<(int Code, string Error)> Import(params string[] arguments)
    {
        var (code, _, error) = await ImportVerb.Into(_store.Path).Run(arguments);
        return (code, error.Replace(_files.Path + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mapping_says_which_columns_are_which_fields_and_leaves_the_others_as_they_are()
    {
        using (var store = _store.Open())
            store.Commit(StoredGraph.Small);
        var people = _files.Write("people.csv", "Key;Full name;Note\r\nmayorkas;Alejandro Mayorkas;x\r\nmoreno;\"Bernardo;\nMoreno\";y\r\n");
        var mapping = _files.Write("people.yaml", "node: Official\nid: \"official:{Key}\"\nproperties: { name: Full name }\n");
        Assert.Equal((0, ""), await Import(people, "--mapping", mapping));
        var parties = _files.Write("parties.csv", "Country,Agreement,Day,Role,Claims\nPAN,mou,2024-07-01,SIGNATORY,1| 2\n");
        mapping = _files.Write("parties.yaml", "relationship: PARTY_TO\nfrom: \"country:{Country}\"\nto: \"instrument:{Agreement}\"\nsince: Day\nproperties: { role: Role }\nclaims: Claims\nseparator: \"|\"\n");
        Assert.Equal((1, "parties.csv:2:30: country:PAN PARTY_TO instrument:mou: The evidence must be a claim of the graph, but was 1.\nparties.csv:2:30: country:PAN PARTY_TO instrument:mou: The evidence must be a claim of the graph, but was 2.\n2 errors. Nothing was imported.\n"), await Import(parties, "--mapping", mapping));
        _files.Write("parties.csv", "Country,Agreement,Day,Role,Claims\nPAN,mou,2024-07-01,SIGNATORY,claim:1| claim:2\n");
        Assert.Equal((0, ""), await Import(parties, "--mapping", mapping));
        using var changed = _store.Open();
        var mayorkas = changed.Snapshot.FindNode("official:mayorkas")!;
        Assert.Equal("Alejandro Mayorkas", mayorkas.Properties["name"]);
        Assert.Equal(["A. M.", "Ali"], (IEnumerable<string>)mayorkas.Properties["aliases"]);
        Assert.Equal("Bernardo;\nMoreno", changed.Snapshot.FindNode("official:moreno")!.Properties["name"]);
        var party = changed.Snapshot.RelationshipsOf("country:PAN").Single(r => r.Since == "2024-07-01");
        Assert.Equal(("SIGNATORY", "claim:1,claim:2"), (party.Properties["role"], string.Join(',', party.Claims)));
    }

    [Fact]
    public async Task Errors_of_cells_have_line_and_column()
    {
        var file = _files.Write("aims.csv", "Code,Title,Theme,Notes\na,\"Stop\ncrossings\",border,\nb,,x,\"a\nb\"\nc d,Título,y,z\ne,E,f\ng,G \"q\",h,i\n");
        var mapping = _files.Write("aims.yaml", "node: Objective\nid: \"objective:{Code}\"\nproperties:\n  name: Title\n  theme: Theme\n");
        Assert.Equal((1, """
            aims.csv:4:3: objective:b: `name` is missing. It must be text.
            aims.csv:6:1: The id must be "objective:" followed by letters, digits, - _ . or :, at most 200 characters in all, but was "objective:c d".
            aims.csv:7:1: The row must have 4 cells like the header, but has 3.
            aims.csv:8:1: A cell has a quotation mark, but does not begin with one. Put the cell in quotation marks, and double those within it.
            4 errors. Nothing was imported.

            """), await Import(file, "--mapping", mapping));
    }

    [Fact]
    public async Task Errors_of_a_mapping_have_line_and_column()
    {
        var file = _files.Write("aims.csv", "Code,Title\na,A\n");
        Assert.Equal((1, "m.yaml:4:9: aims.csv has no column `Titel`. Did you mean `Title`?\n1 error. Nothing was changed.\n"),
            await Import(file, "--mapping", _files.Write("m.yaml", "node: Objective\nid: \"objective:{Code}\"\nproperties:\n  name: Titel\n")));
        Assert.Equal((1, """
            m.yaml:1:1: `id` is missing. Give it as text with columns in braces, such as `objective:{Code}`.
            m.yaml:2:1: The field `ids` is unknown. Did you mean `id`?
            m.yaml:3:15: The property `nam` is unknown. Did you mean `name`?
            3 errors. Nothing was changed.

            """), await Import(file, "--mapping", _files.Write("m.yaml", "node: Objective\nids: Code\nproperties: { nam: Title }\n")));
        Assert.Equal((1, "m.yaml:1:7: The type of nodes `Objetive` is unknown. Did you mean `Objective`?\n1 error. Nothing was changed.\n"),
            await Import(file, "--mapping", _files.Write("m.yaml", "node: Objetive\nid: Code\n")));
        Assert.Equal((1, "aims.csv: The name of the file is not a type, so the columns need a mapping. Give one with --mapping.\n"), await Import(file));
    }

    [Fact]
    public async Task A_file_of_an_export_needs_no_mapping()
    {
        Assert.Equal((0, ""), await Import(_files.Write("Objective.csv", "\uFEFFid,name,theme,recordedAt\r\nobjective:q,'=1+1,t,2024-07-02T12:00:00.000Z\r\n")));
        Assert.Equal((1, "Objective.csv:1:1: Objective: The field `nam` is unknown. Did you mean `name`?\n1 error. Nothing was changed.\n"), await Import(_files.Write("Objective.csv", "id,nam\nobjective:q,x\n")));
        using var store = _store.Open();
        Assert.Equal("{\"data\":{\"objective\":{\"name\":\"=1+1\",\"recordedAt\":\"2024-07-02T12:00:00.000Z\"}}}", store.Snapshot.Ask("{ objective(id: \"objective:q\") { name recordedAt } }"));
    }
}
