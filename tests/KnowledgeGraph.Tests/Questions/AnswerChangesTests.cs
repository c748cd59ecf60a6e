using System.Text;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Tests.Questions;

/// <summary>What the rows of two answers have in common and not.</summary>
public sealed class AnswerChangesTests
{
    [Fact]
    public void Equal_rows_cancel_out_and_rows_of_one_entry_have_changed() => Assert.Equal(
        """
        {"from":"2024","to":"2025","added":[{"instruments.id":"c","instruments.status":"X"}],"removed":[{"instruments.id":"b","instruments.status":"X"}],
        "changed":[{"before":{"instruments.id":"d","instruments.status":"X"},"after":{"instruments.id":"d","instruments.status":"Y"}}]}
        """.ReplaceLineEndings(""),
        Changes(
            "{ instruments { nodes { id status } } }",
            """{"instruments":{"nodes":[{"id":"a","status":"X"},{"id":"b","status":"X"},{"id":"d","status":"X"}]}}""",
            """{"instruments":{"nodes":[{"id":"d","status":"Y"},{"id":"a","status":"X"},{"id":"c","status":"X"}]}}"""));

    /// <summary>Without an id, the names nearest to the entry tell it apart; without both, nothing does.</summary>
    [Theory]
    [InlineData("{ countries { edges { node { name iso2 } } } }", """{"countries":{"edges":[{"node":{"name":"A","iso2":"X"}}]}}""", """{"countries":{"edges":[{"node":{"name":"A","iso2":"Y"}}]}}""", 0, 1)]
    [InlineData("{ countries { edges { node { iso2 } } } }", """{"countries":{"edges":[{"node":{"iso2":"X"}}]}}""", """{"countries":{"edges":[{"node":{"iso2":"Y"}}]}}""", 1, 0)]
    [InlineData("{ countries { totalCount } }", """{"countries":{"totalCount":1}}""", """{"countries":{"totalCount":2}}""", 0, 1)]
    public void What_tells_entries_apart(string document, string before, string after, int added, int changed)
    {
        using var json = JsonDocument.Parse(Changes(document, before, after));
        Assert.Equal((added, added, changed), (Count("added"), Count("removed"), Count("changed")));
        int Count(string name) => json.RootElement.GetProperty(name).GetArrayLength();
    }

    private static string Changes(string document, string before, string after)
    {
        var columns = new AnswerColumns(OutlineReader.ReadFields(TestGraph.Schema, document, null), TestGraph.Model);
        using var old = JsonDocument.Parse(before);
        using var current = JsonDocument.Parse(after);
        return Encoding.UTF8.GetString(AnswerChanges.Between(columns, old.RootElement, current.RootElement).Write("2024", "2025"));
    }
}
