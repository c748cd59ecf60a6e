using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Responses;

/// <summary>The address of a report at the words that are quoted, as a text fragment (https://wicg.github.io/scroll-to-text-fragment/).</summary>
internal static class QuoteAddress
{
    /// <summary>The address as JSON; empty without an address or a quote.</summary>
    /// <param name="url">The stored address, as JSON.</param>
    /// <param name="quote">The stored quote, as JSON.</param>
    public static byte[] Json(ReadOnlySpan<byte> url, ReadOnlySpan<byte> quote) =>
        url.IsEmpty || quote.IsEmpty ? [] : Json(JsonSerializer.Deserialize<string>(url)!, JsonSerializer.Deserialize<string>(quote)!);

    public static byte[] Json(string url, string quote) => JsonSerializer.SerializeToUtf8Bytes(Of(url, quote), s_options);

    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Of(string url, string quote) =>
        // A hyphen would end the words before the quote, which the fragment may name. An address that has a fragment keeps it.
        $"{url}{(url.Contains('#') ? "" : "#")}:~:text={Uri.EscapeDataString(quote).Replace("-", "%2D", StringComparison.Ordinal)}";
}
