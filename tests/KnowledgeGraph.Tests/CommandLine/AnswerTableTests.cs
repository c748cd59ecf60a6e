using System.Text.Json;
using KnowledgeGraph.Server.CommandLine;

namespace KnowledgeGraph.Tests.CommandLine;

/// <summary>Answers for eyes.</summary>
public sealed class AnswerTableTests
{
    [Fact]
    public void Every_list_is_a_table_under_its_path() => Assert.Equal(
        """
        country
        name                 United States
        aliases              U.S., US
        reliesOn.totalCount  2
        reliesOn.excluded    none

        country.reliesOn.edges
        ╭──────────┬──────────┬───────╮
        │ name     │ strength │ until │
        ├──────────┼──────────┼───────┤
        │ Mexico   │ EXPLICIT │ -     │
        │ [Panama] │ IMPLIED  │ 2025  │
        ╰──────────┴──────────┴───────╯

        country.reliesOn.edges[[Panama]].evidence
        ╭────────────────╮
        │ quote          │
        ├────────────────┤
        │ signed on [b]1 │
        ╰────────────────╯
        """,
        string.Join('\n', Print("""
            {"country":{"name":"United States","aliases":["U.S.","US"],"reliesOn":{"totalCount":2,"edges":[
              {"node":{"name":"Mexico"},"strength":"EXPLICIT","until":null,"evidence":[]},
              {"node":{"name":"[Panama]"},"strength":"IMPLIED","until":"2025","evidence":[{"quote":"signed on [b]1"}]}],"excluded":[]}}}
            """).Split('\n').Select(l => l.TrimEnd())).Trim());

    [Fact]
    public void Control_characters_do_not_reach_a_terminal() => Assert.DoesNotContain('\u001b', Print("""{"a":"\u001b[31mred"}"""));

    private static string Print(string json)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var document = JsonDocument.Parse(json);
        AnswerTable.Write(document.RootElement, output);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
