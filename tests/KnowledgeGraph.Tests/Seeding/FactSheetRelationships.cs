using System.Text.RegularExpressions;
using KnowledgeGraph.Model;
using Entry = KnowledgeGraph.Tests.Seeding.FactSheet.Entry;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>What each part of the fact sheet means as relationships: both ends, and the strength, the kind or the side for which it was signed.</summary>
internal static partial class FactSheetRelationships
{
    private const string Border = "reduce_us_southern_border_crossings";

    /// <summary>The passive relations, said from the other side.</summary>
    private static readonly Dictionary<string, string> s_active = new()
    {
        ["amended_by"] = "AMENDS",
        ["ended_by"] = "ENDS",
        ["expanded_by"] = "EXPANDS",
        ["expanded_into"] = "EXPANDS",
        ["extended_by"] = "EXTENDS",
        ["followed_by"] = "FOLLOWS",
        ["implemented_by"] = "IMPLEMENTS",
        ["reinstated_by"] = "REINSTATES",
        ["succeeded_by"] = "SUCCEEDS",
    };

    public static IEnumerable<string> Of(string type, FactSheet sheet)
    {
        var instruments = sheet.Entries("instruments");
        var sources = sheet.Entries("sources");
        return type switch
        {
            "PARTY_TO" => From(instruments, "parties", (i, party) => $"{Side(party)} {Instrument(i)}"),
            "ISSUED" => From(instruments, "issued_by", (i, party) => $"{Side(party)} {Instrument(i)}"),
            "ACTS_UNDER" => From(instruments, "us_relies_on", (i, country) => $"country:{country} {Instrument(i)}"),
            "BENEFITS" => From(instruments, "us_relies_on", (i, _) => $"{Instrument(i)} country:USA"),
            "PURSUES" => instruments.SelectMany(Pursuits),
            "SIGNED" => instruments.SelectMany(i => i.Entries("signatories")
                .Select(s => $"official:{s.Text("official")} {Instrument(i)} {Side(s.Text("on_behalf_of")!)}")),
            "TOOK_PART_IN" => From(instruments, "other_officials", (i, official) => $"official:{official} {Instrument(i)}"),
            "IMPLEMENTS" => From(instruments, "agencies", (i, agency) => $"agency:{agency} {Instrument(i)}"),
            "TARGETS_NATIONALS_OF" => From(instruments, "target_nationalities", (i, country) => $"{Instrument(i)} country:{country}"),
            "CONCERNS" => [],
            "SIGNED_AT" => From(instruments, "signed_at", (i, place) => $"{Instrument(i)} place:{place}"),
            "RELATES_TO" => Relations(instruments),
            "SERVES" => From(sheet.Entries("officials"), "country", (o, country) => $"official:{o.Id} country:{country}"),
            "PART_OF" => From(sheet.Entries("agencies"), "country", (a, country) => $"agency:{a.Id} country:{country}")
                .Concat(From(sheet.Entries("agencies"), "parent", (a, parent) => $"agency:{a.Id} agency:{parent}")),
            "LIES_IN" => From(sheet.Entries("places"), "country", (p, country) => $"place:{p.Id} country:{country}"),
            "PUBLISHED_BY" => From(sources, "publisher", (s, outlet) => $"report:{s.Id} outlet:{Slug(outlet)}"),
            "ORIGINATED_BY" => From(sources, "originator", (s, outlet) => $"report:{s.Id} outlet:{Slug(outlet)}"),
            "WRITTEN_BY" => From(sources, "authors", (s, author) => $"report:{s.Id} journalist:{Slug(author)}"),
            "REPUBLISHES" => From(sources, "republishes", (s, report) => $"report:{s.Id} report:{report}"),
            "ABOUT" => From(sources, "about_instruments", (s, instrument) => $"report:{s.Id} instrument:{instrument}")
                .Concat(From(sources, "about_officials", (s, official) => $"report:{s.Id} official:{official}")),
            "REPORTED_IN" => From(sheet.Entries("statistics"), "source", (s, report) => $"statistic:{s.Id} report:{report}"),
            "MEASURES" => From(sheet.Entries("statistics"), "country", (s, country) => $"statistic:{s.Id} country:{country}")
                .Concat(From(sheet.Entries("statistics"), "instrument", (s, instrument) => $"statistic:{s.Id} instrument:{instrument}")),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
    }

    /// <summary>
    /// Lower case, folded, other characters as one hyphen; a remark in parentheses is no part of a name, nor is the series in which an outlet prints.
    /// </summary>
    public static string Slug(string name) => Others().Replace(Folding.Fold(Remark().Replace(name, "")), "-").Trim('-');

    private static IEnumerable<string> From(IEnumerable<Entry> entries, string field, Func<Entry, string, string> show) =>
        entries.SelectMany(e => e.Texts(field).Select(t => show(e, t)));

    private static string Instrument(Entry entry) => $"instrument:{entry.Id}";

    /// <summary>A country by its three capitals, else an agency.</summary>
    private static string Side(string id) => id.All(char.IsAsciiLetterUpper) ? $"country:{id}" : $"agency:{id}";

    private static IEnumerable<string> Pursuits(Entry instrument)
    {
        foreach (var objective in instrument.Texts("objectives"))
            if (objective != Border)
                yield return $"{Instrument(instrument)} objective:{objective} EXPLICIT";
        if (instrument.Text("southern_border_link") is { } link and not "none")
            yield return $"{Instrument(instrument)} objective:{Border} {link.ToUpperInvariant()}";
    }

    private static IEnumerable<string> Relations(IReadOnlyList<Entry> instruments)
    {
        var starts = instruments.ToDictionary(Instrument, i => i.Text("effective") ?? i.Text("signed") ?? i.Text("announced") ?? "");
        foreach (var instrument in instruments)
            foreach (var relation in instrument.Entries("relations"))
            {
                var (here, there, kind) = (Instrument(instrument), $"instrument:{relation.Text("instrument")}", relation.Text("type")!);
                if (s_active.TryGetValue(kind, out var active))
                    yield return $"{there} {here} {active}";
                else if (kind is not ("same_series" or "paired_with"))
                    yield return $"{here} {there} {kind.ToUpperInvariant()}";
                else if (string.CompareOrdinal($"{starts[here]} {here}", $"{starts[there]} {there}") > 0)
                    yield return $"{here} {there} {kind.ToUpperInvariant()}";
                else
                    yield return $"{there} {here} {kind.ToUpperInvariant()}";
            }
    }

    [GeneratedRegex(@"\(.*?\)|, Global Legal Monitor$")]
    private static partial Regex Remark();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Others();
}
