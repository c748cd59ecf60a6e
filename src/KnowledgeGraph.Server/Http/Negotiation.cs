using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace KnowledgeGraph.Server.Http;

/// <summary>What a request's Accept and Content-Type mean (RFC 9110, 12.5.1; GraphQL over HTTP, Media Types).</summary>
internal static class Negotiation
{
    /// <summary>
    /// The type of the answer: the one with the higher q, then the one that is named rather than covered by a wildcard, then, of two
    /// named ones, the specification's own. Without Accept, or under a wildcard alone, application/json. Events only
    /// where they are named and wanted more than both. Null: none is wanted.
    /// </summary>
    public static AnswerType? Choose(StringValues accept)
    {
        if (accept is [] or [null or "" or "*/*" or "application/json"])
            return AnswerType.Json;
        if (accept is ["application/graphql-response+json"])
            return AnswerType.GraphQLResponse;
        if (accept is ["text/event-stream"])
            return AnswerType.Events;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return null;
        var json = Preference(ranges, AnswerType.Json.MediaType);
        var response = Preference(ranges, AnswerType.GraphQLResponse.MediaType);
        var events = Preference(ranges, AnswerType.Events.MediaType);
        if (events.Precision == MostPrecise && events.Quality > Math.Max(json.Quality, response.Quality))
            return AnswerType.Events;
        if (json.Quality <= 0 && response.Quality <= 0)
            return null;
        if (json.Quality != response.Quality)
            return json.Quality > response.Quality ? AnswerType.Json : AnswerType.GraphQLResponse;
        return response.Precision >= json.Precision && response.Precision == MostPrecise ? AnswerType.GraphQLResponse : AnswerType.Json;
    }

    /// <summary>Whether a browser asks for a page: it names text/html.</summary>
    public static bool WantsPage(StringValues accept) => MediaTypeHeaderValue.TryParseList(accept, out var ranges)
        && ranges.Any(r => r.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && (r.Quality ?? 1) > 0);

    /// <summary>Whether a body is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) =>
        contentType is "application/json" || (MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) && IsUtf8(parsed.Charset));

    private const int MostPrecise = 2;

    /// <summary>The quality of the range that fits most precisely: the type itself, then application/*, then */*.</summary>
    private static (double Quality, int Precision) Preference(IList<MediaTypeHeaderValue> ranges, string mediaType)
    {
        var (quality, precision) = (0.0, -1);
        foreach (var range in ranges)
        {
            var found = range.MatchesAllTypes ? 0
                : range.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) ? 1
                : range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) && IsUtf8(range.Charset) ? MostPrecise : -1;
            if (found > precision || (found == precision && found >= 0 && (range.Quality ?? 1) > quality))
                (quality, precision) = (range.Quality ?? 1, found);
        }
        return (quality, precision);
    }

    private static bool IsUtf8(StringSegment charset) =>
        charset.Length == 0 || HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
