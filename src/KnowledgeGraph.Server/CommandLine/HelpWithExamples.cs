using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>The help of a verb, then calls to copy.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string Overview = """
          KnowledgeGraph.Server                                      serve the graph; without a verb, options are those of serve
          KnowledgeGraph.Server serve --urls http://localhost:8080   serve it elsewhere
          KnowledgeGraph.Server validate seed                        check YAML files without a store
          KnowledgeGraph.Server query question.graphql               ask without a server
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
            output.WriteLine("Every option is also configuration: KnowledgeGraph in appsettings.json, or KNOWLEDGEGRAPH__DATA and so on.");
        return 0;
    }
}
