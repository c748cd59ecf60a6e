using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>The parts of the model that a timeline uses.</summary>
/// <param name="Moments">The dates that are events, by <see cref="NodeType.Index"/>; none for a type without such dates.</param>
/// <param name="About">From a report to its subject.</param>
public sealed record TimelineRoles(ImmutableArray<ImmutableArray<Moment>> Moments, RelationshipType? About)
{
    /// <summary>The values of <see cref="TimelineEvent"/>, at their positions.</summary>
    public static readonly EnumType Events = new("TimelineEvent", "What happens on a date; on the same date in this order.",
    [
        new EnumValue("ANNOUNCED", "The instrument was announced."),
        new EnumValue("SIGNED", "The instrument was signed."),
        new EnumValue("IN_FORCE", "The instrument took effect."),
        new EnumValue("ENDED", "The instrument ended. If only its status says so, the date is that of the status."),
        new EnumValue("HELD", "The event took place."),
        new EnumValue("OFFICE_TAKEN", "The person took the office or post."),
        new EnumValue("OFFICE_LEFT", "The person left the office or post."),
        new EnumValue("REPORTED", "The report was published."),
    ]);

    internal static TimelineRoles Of(ImmutableArray<NodeType> nodeTypes, ImmutableArray<RelationshipType> relationshipTypes, EvidenceRoles evidence) => new(
        [.. nodeTypes.Select(t => MomentsOf(t, evidence).ToImmutableArray())], relationshipTypes.FirstOrDefault(r => r.Name == "ABOUT"));

    private static IEnumerable<Moment> MomentsOf(NodeType type, EvidenceRoles evidence)
    {
        if (type.Lifespan is { } lifespan)
        {
            foreach (var (name, what) in new[] { ("announced", TimelineEvent.Announced), ("signed", TimelineEvent.Signed), ("effective", TimelineEvent.InForce) })
                if (lifespan.Starts.FirstOrDefault(s => s.Name == name) is { } start)
                    yield return new Moment(what, start);
            yield return new Moment(TimelineEvent.Ended, lifespan.End);
        }
        else if (type == evidence.Report)
            yield return new Moment(TimelineEvent.Reported, evidence.PublishedOn);
        else if (type.Name == "Event" && type.FindProperty("on") is { } on)
            yield return new Moment(TimelineEvent.Held, on);
    }
}

/// <summary>A property with the date of an event of a node.</summary>
public sealed record Moment(TimelineEvent What, Property On);
