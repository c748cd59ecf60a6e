using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>Proposals in Neo4j: a node <c>_Proposal</c> for each, without relationships, so that no read of the graph finds it.</summary>
public static class ProposalStatements
{
    internal static IEnumerable<Statement> Prepare =>
    [
        new("constraint Proposal_number", $"CREATE CONSTRAINT Proposal_number IF NOT EXISTS FOR (p:{GraphLayout.Proposal}) REQUIRE p.number IS UNIQUE"),
        new("index Proposal_status", $"CREATE RANGE INDEX Proposal_status IF NOT EXISTS FOR (p:{GraphLayout.Proposal}) ON (p.status)"),
    ];

    /// <summary>Returns [the last number], 0 for none.</summary>
    public static Statement LastNumber { get; } = new("last proposal", $"MATCH (p:{GraphLayout.Proposal}) RETURN [coalesce(max(p.number), 0)] AS data");

    /// <summary>Returns the numbers of the proposals with one of the statuses in <c>$rows</c>, newest first.</summary>
    public static Statement Numbers { get; } = new("proposal numbers",
        $$"""
        MATCH (p:{{GraphLayout.Proposal}})
        WHERE p.status IN $rows
        WITH p.number AS number ORDER BY number DESC
        RETURN collect(number) AS data
        """);

    /// <summary>Proposals by the numbers in <c>$rows</c>.</summary>
    public static Statement Find { get; } = new("proposals",
        $$"""
        UNWIND $rows AS number
        MATCH (p:{{GraphLayout.Proposal}} {number: number})
        RETURN collect(properties(p)) AS data
        """);

    /// <summary>Writes a proposal. It replaces the one with the same number.</summary>
    public static Statement Put { get; } = new("put proposal",
        $$"""
        UNWIND $rows AS row
        MERGE (p:{{GraphLayout.Proposal}} {number: row.number})
        SET p = row
        """);

    public static string NameOf(ProposalStatus status) => status.ToString().ToUpperInvariant();

    /// <summary>Writes the parameters of <see cref="Put"/>.</summary>
    public static void Write(Utf8JsonWriter json, Proposal proposal)
    {
        json.WriteStartObject();
        json.WriteStartArray("rows"u8);
        WriteRow(json, proposal);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void WriteRow(Utf8JsonWriter json, Proposal proposal)
    {
        json.WriteStartObject();
        json.WriteNumber("number"u8, proposal.Number);
        json.WriteNumber("at"u8, proposal.At);
        json.WriteString("author"u8, proposal.By);
        json.WriteString("title"u8, proposal.Title);
        json.WriteString("note"u8, proposal.Note);
        json.WriteString("entries"u8, EntryJson.Encode(proposal.Entries));
        json.WriteString("status"u8, NameOf(proposal.Status));
        if (proposal.Review is { } review)
        {
            json.WriteString("reviewer"u8, review.By);
            json.WriteNumber("reviewedAt"u8, review.At);
            json.WriteString("reason"u8, review.Reason);
            if (review.Version is { } version)
                json.WriteNumber("version"u8, version);
        }
        json.WriteEndObject();
    }

    /// <summary>Reads the properties of a proposal.</summary>
    public static Proposal Read(JsonElement stored)
    {
        string? Text(string name) => stored.TryGetProperty(name, out var text) ? text.GetString() : null;
        var status = Enum.Parse<ProposalStatus>(Text("status")!, ignoreCase: true);
        ImmutableArray<RecordedEntry> entries = EntryJson.Decode(Encoding.UTF8.GetBytes(Text("entries")!));
        return new(stored.GetProperty("number").GetInt64(), Text("title"), Text("note"), Text("author"), stored.GetProperty("at").GetInt64(), entries)
        {
            Status = status,
            Review = status == ProposalStatus.Open ? null
                : new(status, Text("reviewer"), stored.GetProperty("reviewedAt").GetInt64(), Text("reason"), stored.TryGetProperty("version", out var version) ? version.GetInt64() : null),
        };
    }
}
