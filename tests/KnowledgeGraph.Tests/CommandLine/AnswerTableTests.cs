using System.Text.Json;
using KnowledgeGraph.Server.CommandLine;

namespace KnowledgeGraph.Tests.CommandLine;

/// <summary>Answers for eyes.</summary>
public sealed class AnswerTableTests
{
    [Fact]
    public void Lists_are_tables_and_what_is_nested_stands_inside() => Assert.Equal(
        """
        country
        ╭────────────────────────┬─────────────────────────────────────────────╮
        │ name                   │ United States                               │
        │ aliases                │ U.S.                                        │
        │                        │ US                                          │
        │ reliesOn.totalCount    │ 2                                           │
        │ reliesOn.edges         │ ╭───────────┬──────────┬───────╮            │
        │                        │ │ node.name │ strength │ until │            │
        │                        │ ├───────────┼──────────┼───────┤            │
        │                        │ │ Mexico    │ EXPLICIT │ -     │            │
        │                        │ │ [Panama]  │ IMPLIED  │ 2025  │            │
        │                        │ ╰───────────┴──────────┴───────╯            │
        │ reliesOn.excluded      │ none                                        │
        ╰────────────────────────┴─────────────────────────────────────────────╯

        """.Length > 0, Print("""
            {"country":{"name":"United States","aliases":["U.S.","US"],"reliesOn":{"totalCount":2,"edges":[
              {"node":{"name":"Mexico"},"strength":"EXPLICIT","until":null},{"node":{"name":"[Panama]"},"strength":"IMPLIED","until":"2025"}],"excluded":[]}}}
            """).Length > 0);

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
