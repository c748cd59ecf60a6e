using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Planning;

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
        // The same documents in every run: a rare one that is too dear is a find, and no reason for a build to fail by chance.
        for (var seed = 0; seed < 300; seed++)
        {
            var document = HardDocument.Of(seed);
            // A small document has a plan too, and its weight is an upper bound.
            var most = (MaxRetainedPerByte * (long)document.Length) + (2 << 20);
            var (isPlanned, taken) = (false, TimeSpan.MaxValue);
            for (var run = 0; run < 3 && taken > TimeSpan.FromMilliseconds(MaxMilliseconds); run++)
            {
                var before = ThreadCpu.Now;
                isPlanned = Plan(document, most);
                taken = ThreadCpu.Now - before;
            }
            Assert.True(taken <= TimeSpan.FromMilliseconds(MaxMilliseconds), $"seed {seed}: {taken.TotalMilliseconds:0} ms for {document.Length} characters: {document[..Math.Min(document.Length, 300)]}");
            (planned, refused) = isPlanned ? (planned + 1, refused) : (planned, refused + 1);
        }
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
