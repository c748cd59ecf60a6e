using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>What is missing, contradictory or without a source in a valid seed.</summary>
internal sealed record SeedWarning(ChangeLocation? Location, string Message)
{
    public override string ToString() => $"{Location}: {Message}";
}
