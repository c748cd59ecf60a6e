using System.Text.Json;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>What the files of the named questions say about the forms of their responses.</summary>
public sealed class QuestionHeaderTests
{
    /// <summary>The parts without which a form has nothing to draw. Of several in one text, one is enough.</summary>
    private static readonly Dictionary<string, string[]> s_parts = new()
    {
        ["bars"] = ["x", "y"],
        ["line"] = ["x", "y"],
        ["timeline"] = ["on|since", "label"],
        ["matrix"] = ["row", "column", "cell"],
        ["text"] = ["text"],
    };

    public static TheoryData<string> Questions() => [.. SeedFolders.QuestionNames];

    [Theory]
    [MemberData(nameof(Questions))]
    public void It_names_known_forms_and_what_they_draw(string name)
    {
        var header = Read(name);
        Assert.NotEmpty(header.Forms);
        Assert.Equal(header.Forms.Distinct(), header.Forms);
        Assert.All(header.Forms, f => Assert.Contains(QuestionForm.All, known => known.Name == f));
        foreach (var part in header.Forms.SelectMany(f => s_parts.GetValueOrDefault(f, [])))
            Assert.Contains(header.Fields, f => part.Split('|').Contains(f.Part));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_fields_that_it_names_are_in_the_response(string name)
    {
        var file = Path.Combine(SeedFolders.Tests, "Cases", "questions", Path.GetDirectoryName(name)!, "__snapshots__", $"{Path.GetFileName(name)}.json.snap");
        using var response = JsonDocument.Parse(File.ReadAllText(file));
        var data = response.RootElement.GetProperty("data");
        Assert.All(Read(name).Fields, f => Assert.True(Has(data, f.Path.Split('.')), $"{f.Part}: {f.Path} is not in the response"));
    }

    [Fact]
    public void The_sentence_comes_first_and_settings_may_be_repeated()
    {
        var header = QuestionHeader.Read("# Who: and what?\n# form: bars | table\n# y: a.b (count), c.d\n# y: e\n# variables: {}\nquery A { a }\n# x: f");
        Assert.Equal("Who: and what?", header.Title);
        Assert.Equal(["bars", "table"], header.Forms);
        Assert.Equal([new("y", "a.b"), new("y", "c.d"), new("y", "e")], header.Fields);
    }

    private static QuestionHeader Read(string name) => QuestionHeader.Read(File.ReadAllText(Path.Combine(SeedFolders.Questions, name + ".graphql")));

    /// <summary>Whether the path leads to a value, in one entry of each list at least.</summary>
    private static bool Has(JsonElement value, ReadOnlySpan<string> path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                if (Has(item, path))
                    return true;
            return false;
        }
        return path.Length == 0 ? value.ValueKind is not JsonValueKind.Object : value.ValueKind == JsonValueKind.Object && value.TryGetProperty(path[0], out var next) && Has(next, path[1..]);
    }
}
