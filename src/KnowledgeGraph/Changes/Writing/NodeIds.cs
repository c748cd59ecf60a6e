using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Makes the id of a new node from its name: the prefix of its type and a slug.</summary>
internal static class NodeIds
{
    /// <summary>The maximum length of a slug.</summary>
    private const int MaxSlug = 80;

    /// <summary>The id for a node with these properties, whether or not it is taken.</summary>
    public static string Stem(NodeType type, IReadOnlyDictionary<string, object> properties)
    {
        var name = properties.GetValueOrDefault((type.IdProperty ?? type.NameProperty).Name) as string ?? "";
        return $"{type.Prefix}:{(type.IdProperty is null ? Slug(name) : name.ToUpperInvariant())}";
    }

    /// <summary>The first of the stem, the stem with -2, with -3 and so on that is free.</summary>
    public static string FirstFree(string stem, Func<string, bool> isTaken)
    {
        var id = stem;
        for (var number = 2; isTaken(id); number++)
            id = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        return id;
    }

    // "U.S.-Panama memorandum (2024)" is "u-s-panama-memorandum"
    /// <summary>
    /// The name in lower case without diacritics, where each run of other characters is one hyphen. A remark in parentheses is left out. A name without
    /// a letter or digit has the first digits of its SHA-256 instead.
    /// </summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        var depth = 0;
        foreach (var c in Folding.Fold(name))
        {
            depth = Math.Max(0, depth + (c == '(' ? 1 : c == ')' ? -1 : 0));
            if (depth == 0 && char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        var text = slug.ToString()[..Math.Min(slug.Length, MaxSlug)].Trim('-');
        return text.Length > 0 ? text : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
    }
}
