namespace KnowledgeGraph.Benchmarks.Generated;

/// <summary>Invented names that read like real ones: lengths, accents and quotes as they occur, every place fictional.</summary>
internal static class Words
{
    private static readonly string[] Stems =
    [
        "Mar", "Nor", "Val", "Sant", "Kor", "Bel", "Tar", "Lus", "Pal", "Ecu", "Gual", "Hond", "Cost", "Urd", "Per", "Col", "Brav", "Arg", "Jam",
        "Dom", "Alb", "Zamb", "Tanz", "Ken", "Nig", "Sén", "Côr", "Méd", "Åls", "Öst",
    ];
    private static readonly string[] Endings =
        ["ania", "ovia", "ador", "ésia", "land", "istan", "uela", "ica", "una", "mark", "avia", "aya", "inea", "oro", "uras", "emala"];
    private static readonly string[] States = ["", "", "", "", "", "", "", "", "", "", "United ", "New "];

    /// <summary>What an agreement is called, its kind in the model, and the kind's short form in ids.</summary>
    public static readonly (string Title, string Kind, string Short)[] Kinds =
    [
        ("MoU", "MEMORANDUM_OF_UNDERSTANDING", "mou"),
        ("MoC", "MEMORANDUM_OF_COOPERATION", "moc"),
        ("Agreement", "TREATY_OR_AGREEMENT", "agreement"),
        ("Treaty", "TREATY_OR_AGREEMENT", "treaty"),
        ("Arrangement", "ARRANGEMENT", "arrangement"),
        ("Joint Statement", "JOINT_STATEMENT", "statement"),
        ("Joint Declaration", "JOINT_DECLARATION", "declaration"),
        ("Exchange of Notes", "DIPLOMATIC_NOTES", "notes"),
    ];

    public static readonly string[] Topics =
    [
        "Border Screening", "Return of Migrants", "Safe Mobility", "Labour Migration", "Customs", "Air Services", "Biometric Data",
        "\"Safe Third Country\"", "Maritime Patrols", "Visas", "Removal Flights", "Asylum Processing", "Smuggling", "Search and Rescue",
        "Reception Capacity", "Seasonal Workers", "Unaccompanied Children", "Technical Assistance", "Extradition", "Crossing at San José",
    ];

    public static readonly string[] Statuses =
    [
        "IN_FORCE", "IN_FORCE", "IN_FORCE", "IN_FORCE", "IN_FORCE", "SIGNED_NOT_IN_FORCE", "EXPIRED", "SUPERSEDED", "TERMINATED", "UNKNOWN",
    ];

    public static readonly string[] Roles = ["SIGNATORY", "SIGNATORY", "SIGNATORY", "SIGNATORY", "ENDORSER", "HOST", "OBSERVER", "WITNESS"];

    /// <summary>So many names, no two alike.</summary>
    public static string[] CountryNames(int count, Draw draw)
    {
        var names = new HashSet<string>();
        for (var tries = 0; names.Count < count; tries++)
        {
            var name = draw.Of<string>(States) + draw.Of<string>(Stems) + draw.Of<string>(Endings);
            names.Add(tries < 2 * count ? name : $"{name} {draw.Below(count) + 2}");
        }
        return [.. names];
    }
}
