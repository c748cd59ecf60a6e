using System.Buffers;
using System.Text;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Tests.Changes;

public sealed class RecordLineTests
{
    private static readonly long s_at = TestGraph.RecordedAt.ToUnixTimeMilliseconds();

    [Fact]
    public void A_record_is_one_line_without_missing_values_and_empty_lists()
    {
        var output = new ArrayBufferWriter<byte>();
        RecordLine.Write(output, TestGraph.Node("Country", "country:PAN", ("name", "Panamá \"P\"\n"), ("iso2", "PA"), ("iso3", "PAN")) with { RecordedAt = s_at });
        RecordLine.Write(output, TestGraph.Link("PARTY_TO", "country:PAN", "agreement:a", ["claim:2", "claim:1"], since: "2024-07") with { RecordedAt = s_at });
        RecordLine.Write(output, TestGraph.Link("BENEFITS", "agreement:a", "country:PAN"));
        RecordLine.Write(output, new Redirect("country:PA", "country:PAN"));
        Assert.Equal(
            """
            {"node":"Country","id":"country:PAN","name":"Panamá \"P\"\n","iso2":"PA","iso3":"PAN","recordedAt":"2024-07-02T12:00:00.000Z"}
            {"relationship":"PARTY_TO","from":"country:PAN","to":"agreement:a","since":"2024-07","recordedAt":"2024-07-02T12:00:00.000Z","claims":["claim:2","claim:1"]}
            {"relationship":"BENEFITS","from":"agreement:a","to":"country:PAN"}
            {"redirect":"country:PA","to":"country:PAN"}

            """, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
