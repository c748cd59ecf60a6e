using System.Text.RegularExpressions;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>The sites whose pages may show /embed in a frame, as a source list of a content security policy.</summary>
internal static partial class FrameAncestors
{
    /// <summary>The configured sites; without any, <c>'none'</c>.</summary>
    /// <exception cref="FormatException">A value is not an origin.</exception>
    public static string Of(ServerOptions options)
    {
        var sites = AllowedOrigins.Split(options.FrameAncestors);
        foreach (var site in sites)
            if (site != "*" && !Origin().IsMatch(site))
                throw new FormatException(
                    $"{nameof(ServerOptions.FrameAncestors)} must be origins such as https://news.example or https://*.news.example, separated by semicolons, or *, but has \"{Excerpt.Of(site)}\".");
        return sites.Length == 0 ? "'none'" : string.Join(' ', sites);
    }

    [GeneratedRegex(@"^https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:([0-9]{1,5}|\*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Origin();
}
