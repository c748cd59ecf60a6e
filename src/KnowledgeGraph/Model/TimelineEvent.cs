namespace KnowledgeGraph.Model;

/// <summary>The kind of an event on a timeline. Events on the same date are shown in this order.</summary>
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
