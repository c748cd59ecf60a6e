using System.Text.Json;
using Xunit.Abstractions;

namespace KnowledgeGraph.Tests.Reconciliation;

/// <summary>
/// 200 names of the seed with typing errors, accents, other scripts, abbreviations and words left out, each with the node that is meant:
/// <c>noisy-names.tsv</c>.
/// </summary>
public sealed class NoisyNameTests(SeedServer server, ITestOutputHelper output) : IClassFixture<SeedServer>
{
    /// <summary>The share of names whose best candidate is the right one, the share that has the right match, and the share of matches that are right.</summary>
    private const double MinFound = 0.95, MinRecall = 0.90, MinPrecision = 0.99;

    [Fact]
    public async Task Names_are_found_and_matches_are_right()
    {
        var rows = (await File.ReadAllLinesAsync(Path.Combine(SeedFolders.Tests, "Reconciliation", "noisy-names.tsv"))).Skip(1).Select(l => l.Split('\t')).ToList();
        Assert.Equal(200, rows.Count);
        var (found, right, wrong) = (0, 0, 0);
        foreach (var batch in rows.Index().Chunk(50))
        {
            var queries = batch.ToDictionary(r => $"{r.Index}", r => r.Item[2] is "" ? (object)new { query = r.Item[1] } : new { query = r.Item[1], type = r.Item[2] });
            var (_, body) = await server.Post("queries", JsonSerializer.Serialize(queries));
            foreach (var (index, row) in batch)
            {
                var candidates = body.GetProperty($"{index}").GetProperty("result").EnumerateArray().ToList();
                var best = candidates.Select(c => c.GetProperty("id").GetString()).FirstOrDefault();
                var match = candidates.Where(c => c.GetProperty("match").GetBoolean()).Select(c => c.GetProperty("id").GetString()).SingleOrDefault();
                found += best == row[3] ? 1 : 0;
                right += match == row[3] ? 1 : 0;
                wrong += match is not null && match != row[3] ? 1 : 0;
                if (match != row[3])
                    output.WriteLine($"{row[0]}: {row[1]} ({row[3]}): best {best ?? "none"}, match {match ?? "none"}");
            }
        }
        output.WriteLine($"found {found}, right matches {right}, wrong matches {wrong}");
        Assert.True(found >= MinFound * rows.Count, $"The best candidate is right for {found} names only.");
        Assert.True(right >= MinRecall * rows.Count, $"The match is right for {right} names only.");
        Assert.True(right >= MinPrecision * (right + wrong), $"{wrong} of {right + wrong} matches are wrong.");
    }
}
