using System.Text;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Importing;

/// <summary>The verb `import` on a store.</summary>
internal sealed class ImportVerb(string[] store)
{
    public static ImportVerb Into(string folder) => new(["--data", folder]);

    /// <summary>The password must be in the environment.</summary>
    public static ImportVerb Into(Neo4jAddress address) =>
        new(["--store", "neo4j", "--neo4j-url", address.Url.ToString().TrimEnd('/'), "--neo4j-user", address.User, "--neo4j-database", address.Database]);

    public string Input { get; init; } = "";

    public async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(TextReader.Null, output, error) { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)) };
        var code = await Server.Program.Run(["import", .. arguments, .. store], terminal, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
