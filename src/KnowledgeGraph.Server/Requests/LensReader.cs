using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Reads what a request says about its lens outside the document: in the parameters of its URL, or in `extensions.lens`.</summary>
internal static class LensReader
{
    /// <summary>The names of the settings.</summary>
    public static IReadOnlyList<string> Names => s_names;

    private static readonly string[] s_names = ["asOf", "presumed", "publishedBy", "without", "minOrigins"];

    /// <summary>Reads the settings in a URL. `without` may be repeated.</summary>
    /// <exception cref="RequestRefusedException">A setting has a wrong value; the message says which is allowed.</exception>
    public static LensSettings Read(IQueryCollection query)
    {
        if (!s_names.Any(query.ContainsKey))
            return LensSettings.None;
        string? One(string name) => query[name] switch
        {
            [] => null,
            [var only] => only,
            var several => throw Refuse($"The URL has `{name}` {several.Count} times."),
        };
        return Create(
            One("asOf"), One("presumed") is { } flag ? bool.TryParse(flag, out var isTrue) ? isTrue : flag : null, One("publishedBy"),
            query.ContainsKey("without") ? [.. query["without"]] : null,
            One("minOrigins") is { } number ? int.TryParse(number, CultureInfo.InvariantCulture, out var whole) ? whole : number : null);
    }

    /// <summary>Reads the settings in `extensions.lens`.</summary>
    /// <exception cref="RequestRefusedException">There is no such setting, or it has a wrong value; the message says what is allowed.</exception>
    public static LensSettings Read(IReadOnlyDictionary<string, object?> lens)
    {
        foreach (var name in lens.Keys)
            if (!s_names.Contains(name))
                throw Refuse($"`extensions.lens` has no setting `{Excerpt.Of(name)}`. {Nearest.Suggest(name, s_names)}");
        var without = lens.GetValueOrDefault("without");
        return Create(
            lens.GetValueOrDefault("asOf"), lens.GetValueOrDefault("presumed"), lens.GetValueOrDefault("publishedBy"),
            without is null ? null : without as IReadOnlyList<object?> ?? [without], lens.GetValueOrDefault("minOrigins"));
    }

    private static LensSettings Create(object? asOf, object? presumed, object? publishedBy, IReadOnlyList<object?>? without, object? minOrigins) => new(
        Date("asOf", asOf),
        presumed switch
        {
            null => null,
            bool flag => flag,
            var other => throw Refuse($"`presumed` must be true or false, but was {Describe(other)}."),
        },
        Date("publishedBy", publishedBy),
        without is null ? null : Ids(without),
        minOrigins switch
        {
            null => null,
            int number and >= 0 and <= LensDirectives.MaxOrigins => number,
            var other => throw Refuse($"`minOrigins` must be a whole number from 0 to {LensDirectives.MaxOrigins}, but was {Describe(other)}."),
        });

    private static string? Date(string name, object? value) => value switch
    {
        null => null,
        string text when PartialDate.IsValid(text) => text,
        var other => throw Refuse($"`{name}` must be a date such as 2024, 2024-07 or 2024-07-01, but was {Describe(other)}."),
    };

    private static ImmutableArray<string> Ids(IReadOnlyList<object?> ids) => ids.Count > GraphSchema.MaxPageSize
        ? throw Refuse($"`without` can have at most {GraphSchema.MaxPageSize} ids, but has {ids.Count}.")
        : [.. ids.Select(id => id as string ?? throw Refuse($"`without` must be a list of ids, but has {Describe(id)}."))];

    private static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"`{Excerpt.Of(text)}`",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        System.Collections.IDictionary => "an object",
        _ => "a list",
    };

    private static RequestRefusedException Refuse(string message) => new(RequestErrorCodes.InvalidLens, message);
}
