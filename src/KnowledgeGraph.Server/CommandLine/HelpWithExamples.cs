using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Prints the help of a command, then examples to copy.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string Overview = """
          KnowledgeGraph.Server                                      serve the graph; options without a command belong to serve
          KnowledgeGraph.Server serve --urls http://localhost:8080   serve it on another port
          KnowledgeGraph.Server validate seed                        check YAML files without a store
          KnowledgeGraph.Server query question.graphql               run a query without a server
        """;

    public override bool Terminating => true;
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        output.WriteLine(parseResult.CommandResult.Command is Verb verb ? verb.Examples : Overview);
        output.WriteLine();
        if (parseResult.CommandResult.Command is Verb { Options: var options } && options.OfType<ConfiguredOption>().Any())
            output.WriteLine("You can also set every option in the section KnowledgeGraph of appsettings.json, or as an environment variable such as KNOWLEDGEGRAPH__DATA.");
        return 0;
    }
}
