namespace KnowledgeGraph.Model;

/// <summary>What is known about whether something is in effect on a date, best first.</summary>
public enum Standing
{
    /// <summary>It has begun, and its end is known and not reached, or the evidence reaches the date.</summary>
    InEffect,
    /// <summary>It has begun and no end is known, but the last evidence is older than the date.</summary>
    Presumed,
    NotYet,
    Ended,
    /// <summary>It never took effect.</summary>
    Never,
}

/// <summary>The enum of standings in the schema. The position of a value is its number in <see cref="Standing"/>.</summary>
public static class Standings
{
    public static readonly EnumType Type = new("Standing", "What is known about whether something is in effect on a date. Best first.",
    [
        new EnumValue("IN_EFFECT", "It has begun, and its end is known and not reached, or the evidence reaches the date."),
        new EnumValue("PRESUMED", "It has begun and no end is known, but the last evidence is older than the date (`knownUntil`). The evidence reaches to the date of a status that is in effect, else to that of the latest report that asserts something about it."),
        new EnumValue("NOT_YET", "It has not begun."),
        new EnumValue("ENDED", "It has ended."),
        new EnumValue("NEVER", "Its status says that it never took effect."),
    ]);
}
