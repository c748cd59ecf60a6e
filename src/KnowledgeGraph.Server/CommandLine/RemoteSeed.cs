using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>What a run of the seed did, or would do.</summary>
/// <param name="Target">The store or the server.</param>
internal sealed record SeedResult(string Target, long Version, long Nodes, long Relationships, ImmutableArray<SeedLine> Entries, ImmutableArray<string> Conflicts);

/// <summary>Sends a seed to a running server, which loads it.</summary>
internal static class RemoteSeed
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <exception cref="CommandException">The server refused the seed, or does not respond.</exception>
    public static async Task<SeedResult> Load(Seed seed, string url, string? only, ConflictChoice choice, bool isDryRun, CancellationToken stop)
    {
        if (!seed.Errors.IsEmpty)
            throw new ChangeRefusedException(seed.Errors);
        var address = new Uri(
            RemoteQuery.Endpoint(url), $"/seed?choice={choice.ToString().ToLowerInvariant()}&dryRun={(isDryRun ? "true" : "false")}{(only is null ? "" : $"&only={Uri.EscapeDataString(only)}")}");
        using var response = await RemoteQuery.Post(address, SeedContentJson.EncodeToSend(seed.Content), "application/json", s_limit, stop);
        using var json = await RemoteQuery.ReadJson(address, response, stop);
        var root = json.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("errors", out var errors))
            throw new CommandException(1, string.Join('\n', errors.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString() : RemoteQuery.Describe(e))));
        if (response.StatusCode != HttpStatusCode.OK || root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("entries", out var entries))
            throw new CommandException(1, $"{address}: The server cannot load seeds (HTTP status {(int)response.StatusCode}). Use a server of the same version.");
        return new(
            $"{address.GetLeftPart(UriPartial.Authority)}", root.GetProperty("version").GetInt64(), root.GetProperty("nodes").GetInt64(), root.GetProperty("relationships").GetInt64(),
            [.. entries.EnumerateArray().Select(Line)], [.. root.GetProperty("conflicts").EnumerateArray().Select(c => c.GetString()!)]);
    }

    private static SeedLine Line(JsonElement entry) => new(
        Enum.Parse<ChangeKind>(entry.GetProperty("kind").GetString()!), entry.GetProperty("id").GetString()!, entry.GetProperty("isRelationship").GetBoolean(),
        [.. entry.GetProperty("fields").EnumerateArray().Select(f => f.GetString()!)]);
}
