namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>A clock that a test sets.</summary>
internal sealed class SetClock : TimeProvider
{
    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;
}
