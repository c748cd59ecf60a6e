using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Tests.Graph.Storage;

/// <summary>Stored rows may be older than the model: no case reaches that.</summary>
public class PropertyRowsTests
{
    [Theory]
    [InlineData("""{"name":"A","aliases":[],"kind":"MINISTRY","motto":"B"}""", "The property `motto` is unknown. The properties are: name, aliases, wikidata, kind.")]
    [InlineData("""{"name":"A","aliases":[],"kind":"COVEN"}""", "`kind` must be AgencyKind!, but was \"COVEN\".")]
    [InlineData("""{"name":"A","aliases":[]}""", "`kind` is missing.")]
    public void What_the_model_does_not_know_is_named(string json, string message)
    {
        var properties = TestGraph.Model.FindNodeType("Agency")!.Properties;
        var builder = new PropertyRows.Builder(new PropertyRows(properties, own: 1), properties);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => builder.Set(0, System.Text.Encoding.UTF8.GetBytes(json), "\"agency:a\""u8)).Message);
    }
}
