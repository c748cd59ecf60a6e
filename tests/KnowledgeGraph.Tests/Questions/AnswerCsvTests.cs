using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using CsvHelper;
using GraphQL.Types;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Tests.Questions;

/// <summary>The columns of an operation, and the rows of its responses.</summary>
public sealed class AnswerCsvTests
{
    private static AnswerColumns Columns(string document) => new(OutlineReader.ReadFields(TestGraph.Schema, document, null), TestGraph.Model);

    private static string Csv(string document, string data)
    {
        using var json = JsonDocument.Parse(data);
        return Encoding.UTF8.GetString(AnswerCsv.Write(Columns(document), json.RootElement).Span);
    }

    [Fact]
    public void A_row_repeats_what_encloses_it_and_an_entry_without_a_further_list_is_a_row() => Assert.Equal(
        "country.name,country.aliases,country.agreements.totalCount,country.agreements.role,country.agreements.name,country.agreements.evidence.quote\r\n"
        + "Panama,A; B,3,,MOU,\"one, \"\"two\"\"\"\r\n"
        + "Panama,A; B,3,,MOU,\r\n"
        + "Panama,A; B,3,SIGNATORY,Pact,\r\n",
        Csv(
            "{ country(code: \"PA\") { name aliases agreements { totalCount edges { role node { name } evidence { quote } } } } }",
            """
            {"country":{"name":"Panama","aliases":["A","B"],"agreements":{"totalCount":3,"edges":[
              {"role":null,"node":{"name":"MOU"},"evidence":[{"quote":"one, \"two\""},{"quote":null}]},
              {"role":"SIGNATORY","node":{"name":"Pact"},"evidence":[]}]}}}
            """));

    [Fact]
    public void Lists_side_by_side_follow_one_another_under_their_names() => Assert.Equal(
        "list,now.name,then.name\r\nnow,Panama,\r\nnow,Peru,\r\nthen,,Chile\r\n",
        Csv("{ now: countries { nodes { name } } then: countries { nodes { name } } }", """{"now":{"nodes":[{"name":"Panama"},{"name":"Peru"}]},"then":{"nodes":[{"name":"Chile"}]}}"""));

    [Fact]
    public void Steps_of_connections_stay_where_two_names_would_be_equal() => Assert.Equal(
        "list,countries.nodes.name,countries.edges.node.name,countries.cursor\r\ncountries.nodes,Panama,,\r\ncountries.edges,,Panama,x\r\n",
        Csv("{ countries { nodes { name } edges { node { name } cursor } } }", """{"countries":{"nodes":[{"name":"Panama"}],"edges":[{"node":{"name":"Panama"},"cursor":"x"}]}}"""));

    [Fact]
    public void A_field_named_list_does_not_take_the_first_column() => Assert.Equal(
        "list,data.list,a.name,b.name\r\n,Query,,\r\n",
        Csv("{ list: __typename a: countries { nodes { name } } b: countries { nodes { name } } }", """{"list":"Query","a":{"nodes":[]},"b":{"nodes":[]}}"""));

    /// <summary>The header has what any type and any condition can bring. Rows without a value are left out.</summary>
    [Fact]
    public void The_header_depends_on_the_operation_alone()
    {
        const string Document = """
            query ($x: Boolean!) { nodes(ids: ["a"]) { ...F ... on Place { name kind @skip(if: $x) } ... on Country { name iso2 } id @include(if: $x) } }
            fragment F on Actor { __typename name }
            """;
        Assert.Equal("__typename,name,kind,iso2,id\r\nCountry,Panama,,PA,\r\n,Darién,,,\r\n",
            Csv(Document, """{"nodes":[{"__typename":"Country","name":"Panama","iso2":"PA"},{"name":"Darién"},null,{}]}"""));
        Assert.Equal("__typename,name,kind,iso2,id\r\n", Csv(Document, """{"nodes":[]}"""));
    }

    [Theory]
    [InlineData("\"=1+1\"", "'=1+1")]
    [InlineData("\"+1\"", "'+1")]
    [InlineData("\"-1\"", "'-1")]
    [InlineData("\"@x\"", "'@x")]
    [InlineData("\"\\tx\"", "'\tx")]
    [InlineData("\"\\rx\"", "\"'\rx\"")]
    [InlineData("\"a=1\"", "a=1")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("[\"-a\",\"b\"]", "'-a; b")]
    [InlineData("[-5]", "-5")]
    [InlineData("\" a \"", " a ")]
    [InlineData("\"a\\nb\"", "\"a\nb\"")]
    [InlineData("true", "true")]
    public void Text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(string value, string cell) =>
        Assert.Equal($"country.name\r\n{cell}\r\n", Csv("{ country(code: \"PA\") { name } }", $$$"""{"country":{"name":{{{value}}}}}"""));

    [Fact]
    public void Every_value_of_a_response_is_in_a_row()
    {
        const string Document = "{ country(code: \"PA\") { name demonyms agreements { totalCount edges { role node { name kind } evidence { quote report { title } } } nodes { id } } } objectives { nodes { name } } }";
        var columns = Columns(Document);
        Object(OutlineReader.ReadFields(TestGraph.Schema, Document, null)).Sample(data =>
        {
            using var json = JsonDocument.Parse(data.ToJsonString());
            var rows = Read(AnswerCsv.Write(columns, json.RootElement));
            Assert.All(rows, r => Assert.Equal(columns.Header.Length, r.Length));
            Assert.Equal(columns.Header, rows[0]);
            Assert.All(rows.Skip(1), r => Assert.Contains(r.Skip(1), c => c.Length > 0));
            Assert.Empty(Values(json.RootElement).Except(rows.SelectMany(r => r)));
        }, iter: 200);
    }

    private static readonly string?[] s_texts = [null, "", "a", "x, \"y\"", "=1", "é\r\nb", "-"];

    /// <summary>Any response with these fields.</summary>
    private static Gen<JsonNode> Object(IEnumerable<OutlineField> fields) => fields
        .Select(f => Value(f.Type, f).Select(v => (f.Key, v)))
        .Aggregate(Gen.Const(new List<(string, JsonNode?)>()), (all, next) => Gen.Select(all, next, (list, one) => list.Append(one).ToList()))
        .Select(all => (JsonNode)new JsonObject(all.Select(p => KeyValuePair.Create(p.Item1, p.Item2?.DeepClone()))));

    private static Gen<JsonNode?> Value(IGraphType type, OutlineField field) => type switch
    {
        NonNullGraphType required => Value(required.ResolvedType!, field),
        ListGraphType list => Gen.Select(Value(list.ResolvedType!, field).List[0, 3], Gen.Int[0, 9], (items, i) => i == 0 ? null : (JsonNode?)new JsonArray([.. items.Select(n => n?.DeepClone())])),
        _ when !field.Fields.IsEmpty => Gen.Select(Object(field.Fields), Gen.Int[0, 9], (o, i) => i == 0 ? null : (JsonNode?)o),
        IntGraphType => Gen.Int.Select(i => (JsonNode?)i),
        _ => Gen.Int[0, s_texts.Length - 1].Select(i => (JsonNode?)s_texts[i]),
    };

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(f => Values(f.Value)),
        JsonValueKind.Array when value.EnumerateArray().Any(i => i.ValueKind is JsonValueKind.Object) => value.EnumerateArray().SelectMany(Values),
        JsonValueKind.Array when value.EnumerateArray().All(i => i.ValueKind is JsonValueKind.Null) => [],
        JsonValueKind.Array => [Guarded(string.Join("; ", value.EnumerateArray().Select(i => i.ToString())))],
        JsonValueKind.Null => [],
        JsonValueKind.String when value.GetString() is "" => [],
        JsonValueKind.String => [Guarded(value.GetString()!)],
        _ => [value.GetRawText()],
    };

    private static string Guarded(string text) => text is ['=' or '-', ..] ? "'" + text : text;

    private static List<string[]> Read(ReadOnlyMemory<byte> csv)
    {
        using var reader = CsvReader.Create(csv.ToArray(), new CsvReaderOptions { HasHeader = false });
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i))]);
        return rows;
    }
}
