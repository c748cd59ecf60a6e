using System.Net;
using System.Text.Json;

namespace KnowledgeGraph.Tests.Http;

/// <summary>The named questions as a program and as a browser gets them. Banana Cake Pop itself is tested in a browser, in tests/clients.</summary>
public sealed class QuestionsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Questions_are_the_files_of_the_seed_by_name()
    {
        var (status, type, body) = await server.Get("/questions");
        Assert.Equal((HttpStatusCode.OK, "application/json; charset=utf-8"), (status, type));
        using var json = JsonDocument.Parse(body);
        var served = json.RootElement.EnumerateArray().Select(q => (q.GetProperty("name").GetString()!, q.GetProperty("text").GetString()!)).ToList();
        var files = Directory.GetFiles(SeedFolders.Questions, "*.graphql", SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetRelativePath(SeedFolders.Questions, f).Replace('\\', '/').Replace(".graphql", "", StringComparison.Ordinal), Text: File.ReadAllText(f)))
            .OrderBy(f => f.Name, StringComparer.Ordinal);
        Assert.Equal(files, served);
        Assert.Contains(served, q => q.Item1.Contains('/', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wider/how-did-the-crossings-go", "How many crossed the Darién and the U.S. southern border in each period, and where is each figure printed?", "line", "statistics")]
    [InlineData("who-relies-on-panama", "Who relies on Panama, and through which instrument?", "network", "countries")]
    [InlineData("wider/what-kinds-of-instrument-are-there", "How many instruments are there of each kind, how do they stand, and from when to when were they signed?", "bars", "instruments")]
    [InlineData("wider/how-are-two-people-connected", "How are two people connected: over which instruments, events and offices, and how well is the weakest step reported?", "network", "across the graph")]
    public async Task Each_has_its_sentence_its_forms_and_its_group(string name, string sentence, string form, string group)
    {
        using var json = JsonDocument.Parse((await server.Get("/questions")).Body);
        var question = json.RootElement.EnumerateArray().Single(q => q.GetProperty("name").GetString() == name);
        Assert.Equal((sentence, form, group), (question.GetProperty("sentence").GetString(), question.GetProperty("forms")[0].GetString(), question.GetProperty("group").GetString()));
    }

    [Fact]
    public async Task A_file_that_is_no_GraphQL_is_listed_all_the_same()
    {
        using var seed = new TempFolder();
        Directory.CreateDirectory(Path.Combine(seed.Path, "questions"));
        await File.WriteAllTextAsync(Path.Combine(seed.Path, "questions", "a.graphql"), "query A {");
        using var other = await TestServer.Start(s => s.Options.Seed = seed.Path);
        var (_, _, body) = await other.Get("/questions");
        Assert.StartsWith("""[{"name":"a","title":"a","text":"query A {","variables":[],"description":null,"sentence":"a","forms":["network"],"group":"across the graph","problem":"Line 1, column 10: """, body, StringComparison.Ordinal);
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_seed_without_questions_has_none()
    {
        using var other = new TestServer();
        using var empty = new TempFolder();
        other.Options.Seed = empty.Path;
        await other.InitializeAsync();
        Assert.Equal((HttpStatusCode.OK, "application/json; charset=utf-8", "[]"), await other.Get("/questions"));
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_gets_a_page_that_lists_each_with_its_words()
    {
        using var response = await server.Ask(HttpMethod.Get, "/questions", null, "Accept: text/html");
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Matches("script-src 'sha256-[^']+';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("<a class=\"sentence\" href=\"/#q=who-relies-on-panama\">Who relies on Panama, and through which instrument?</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/questions/wider/how-did-the-crossings-go.csv\">As CSV</a> <a href=\"/questions/wider/how-did-the-crossings-go\">As JSON</a>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>countries</h2>", page, StringComparison.Ordinal);
        Assert.Equal(Directory.GetFiles(SeedFolders.Questions, "*.graphql", SearchOption.AllDirectories).Length, page.Split("<button>Copy</button>").Length - 1);
    }

    /// <summary>A question's text goes into the page, so it may not become a part of it.</summary>
    [Fact]
    public async Task A_question_is_text_and_nothing_else()
    {
        using var seed = new TempFolder();
        Directory.CreateDirectory(Path.Combine(seed.Path, "questions"));
        await File.WriteAllTextAsync(Path.Combine(seed.Path, "questions", "a.graphql"), "# <script>alert(1)</script>\n{ countries { totalCount } }");
        using var other = await TestServer.Start(s => s.Options.Seed = seed.Path);
        var (_, _, page) = await other.Get("/questions", "text/html");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        await other.DisposeAsync();
    }
}
