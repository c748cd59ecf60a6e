using CsCheck;
using KnowledgeGraph.Cypher;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Limits;

/// <summary>Whatever a client writes within the limits, planning or refusing it takes little time and retains little memory.</summary>
public sealed class HardDocumentProperties
{
    private const int MaxMilliseconds = 300;
    private const int MaxRetainedPerByte = 200;

    private static readonly OperationLimits s_limits = new();
    private static readonly StatementCompiler s_statements = new(TestGraph.Model);

    [Fact]
    public void A_document_takes_little_time_and_memory()
    {
        var (planned, refused) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var document = HardDocument.Of(seed);
            // What a document retains beside its own text is at least that of the smallest one.
            var most = (MaxRetainedPerByte * (long)document.Length) + 500_000;
            var (isPlanned, taken) = (false, TimeSpan.MaxValue);
            for (var run = 0; run < 3 && taken > TimeSpan.FromMilliseconds(MaxMilliseconds); run++)
            {
                var before = ThreadCpu.Now;
                isPlanned = Plan(document, most);
                taken = ThreadCpu.Now - before;
            }
            Assert.True(taken <= TimeSpan.FromMilliseconds(MaxMilliseconds), $"seed {seed}: {taken.TotalMilliseconds:0} ms for {document.Length} characters: {document[..Math.Min(document.Length, 300)]}");
            Interlocked.Increment(ref isPlanned ? ref planned : ref refused);
        }, iter: 300, threads: 1);
        Assert.InRange(planned, 20, 280);
        Assert.InRange(refused, 20, 280);
    }

    private static bool Plan(string document, long most)
    {
        Operation? operation = null;
        try
        {
            operation = Operation.Parse(TestGraph.Schema, document, null, s_limits);
            s_statements.Compile(operation.Bind(new Dictionary<string, object?>()));
            return true;
        }
        catch (GraphErrorException e)
        {
            Assert.InRange(e.Errors.Count, 1, 20);
            return false;
        }
        finally
        {
            Assert.InRange(operation?.Retained.Value ?? 0, 0, most);
        }
    }
}
