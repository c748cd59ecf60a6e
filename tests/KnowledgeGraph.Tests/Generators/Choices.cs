namespace KnowledgeGraph.Tests.Generators;

/// <summary>Random choices that a seed decides: CsCheck draws the seed and prints it, so that every failure can be run again.</summary>
internal sealed class Choices(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);
    public bool Chance(int percent) => _random.Next(100) < percent;
    public T Of<T>(IReadOnlyList<T> options) => options[_random.Next(options.Count)];
    public List<T> Some<T>(IEnumerable<T> options, int most) => [.. options.OrderBy(_ => _random.Next()).Take(_random.Next(most + 1))];
}
