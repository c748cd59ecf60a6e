using System.Text;
using System.Text.Json;
using KnowledgeGraph.Server.Exporting;

namespace KnowledgeGraph.Tests.Exporting;

public sealed class CypherLiteralTests
{
    [Theory]
    [InlineData("""{"id":"a","_x":[1,-2.5,1E+20],"b":true,"n":null,"m":{}}""", "{id: 'a', _x: [1, -2.5, 1E20], b: true, n: null, m: {}}")]
    [InlineData("""["it's \\ \"x\" \n\r\t"]""", """['it\'s \\ "x" \n\r\t']""")]
    [InlineData("""["\u0000\u001F\u007F\u2028"]""", """['\u0000\u001F\u007F\u2028']""")]
    [InlineData("""["\\u0027}) DETACH DELETE n //"]""", """['\\u0027}) DETACH DELETE n //']""")]
    [InlineData("\"é 日本 😀\"", "'é 日本 😀'")]
    public void Json_becomes_a_literal(string json, string literal)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        using var output = new StringWriter();
        CypherLiteral.Write(output, ref reader);
        Assert.Equal(literal, output.ToString());
    }
}
