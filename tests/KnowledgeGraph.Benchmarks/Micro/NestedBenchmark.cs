using BenchmarkDotNet.Attributes;

namespace KnowledgeGraph.Benchmarks.Micro;

[MemoryDiagnoser]
public class NestedBenchmark : IDisposable
{
    private readonly Setup _setup = new(Question.Nested);

    [Benchmark(Baseline = true)]
    public Task<long> Resolvers() => _setup.AskResolvers();

    [Benchmark]
    public int Product() => _setup.AskProduct();

    [GlobalCleanup]
    public void Dispose()
    {
        _setup.Dispose();
        GC.SuppressFinalize(this);
    }
}
