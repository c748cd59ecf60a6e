namespace KnowledgeGraph.Tests;

/// <summary>Names the settings and codes of docs/limits.md that a test exercises. <see cref="LimitsPageTests"/> compares them with the page.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LimitAttribute(params string[] names) : Attribute
{
    public string[] Names { get; } = names;
}
