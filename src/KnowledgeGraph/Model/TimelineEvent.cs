namespace KnowledgeGraph.Model;

/// <summary>What happens on a date, in the order in which a timeline shows it where the date is the same.</summary>
public enum TimelineEvent
{
    Announced,
    Signed,
    InForce,
    Ended,
    Held,
    OfficeTaken,
    OfficeLeft,
    Reported,
}
