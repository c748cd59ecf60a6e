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
    private static readonly string[] States = ["", "", "", "", "Republic of ", "Kingdom of ", "United ", "Federation of "];

    /// <summary>What an agreement is called, its kind in the model, and the kind's short form in ids.</summary>
    public static readonly (string Title, string Kind, string Short)[] Kinds =
    [
        ("Memorandum of Understanding", "MEMORANDUM_OF_UNDERSTANDING", "mou"),
        ("Memorandum of Cooperation", "MEMORANDUM_OF_COOPERATION", "moc"),
        ("Agreement", "TREATY_OR_AGREEMENT", "agreement"),
        ("Treaty", "TREATY_OR_AGREEMENT", "treaty"),
        ("Arrangement", "ARRANGEMENT", "arrangement"),
        ("Joint Statement", "JOINT_STATEMENT", "statement"),
        ("Joint Declaration", "JOINT_DECLARATION", "declaration"),
        ("Exchange of Notes", "DIPLOMATIC_NOTES", "notes"),
    ];

    public static readonly string[] Topics =
    [
        "Border Screening", "the Return of Migrants", "Safe Mobility Offices", "Labour Migration", "Customs Cooperation", "Air Services",
        "Biometric Data Sharing", "the \"Safe Third Country\" Principle", "Maritime Patrols", "Visa Facilitation", "Removal Flights",
        "Asylum Processing", "Joint Investigation of Smuggling", "Search and Rescue", "Reception Capacity", "Seasonal Workers",
        "Protection of Unaccompanied Children", "Technical Assistance", "Extradition", "the Use of the Crossing at San José",
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
        while (names.Count < count)
        {
            var name = draw.Of<string>(States) + draw.Of<string>(Stems) + draw.Of<string>(Endings);
            if (!names.Add(name))
                names.Add($"{name} {draw.Below(count) + 2}");
        }
        return [.. names];
    }
}
