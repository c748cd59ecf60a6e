using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Operations;

namespace KnowledgeGraph.Tests.Cases;

/// <summary>The plan of each case, its statement for Neo4j with the parameters, and its response from the embedded store.</summary>
public sealed class CaseTests
{
    private static readonly StatementCompiler s_compiler = new(TestGraph.Model);

    public static TheoryData<string> Names() => [.. Case.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of(string name)
    {
        var asked = Case.Named(name);
        asked.CheckAnswer(bound =>
        {
            if (!asked.IsNamedQuestion)
            {
                asked.Check("plan", bound.Plan.ToString());
                asked.Check("cypher", Cypher(bound));
            }
            using var buffer = new ResponseBuffer();
            SnapshotExecutor.Execute(bound, SeedFolders.Graph(asked.Graph), TestGraph.Today, buffer);
            ExtensionsWriter.AddTo(buffer, bound, withCost: false);
            return Encoding.UTF8.GetString(buffer.Written.Span);
        });
    }

    private static string Cypher(BoundPlan bound)
    {
        var compiled = s_compiler.Compile(bound);
        var parameters = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(parameters, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            compiled.WriteParameters(writer, bound, new StatementFacts(TestGraph.Today, null));
        var joined = compiled.Joined is { } several ? $"\nOf several requests:\n\n{several.Text}\n" : "";
        return $"{compiled.Statement.Text}\n\n{Encoding.UTF8.GetString(parameters.WrittenSpan)}\n{joined}";
    }
}
