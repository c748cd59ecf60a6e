using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using KnowledgeGraph.Benchmarks;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Benchmarks.Growth;
using KnowledgeGraph.Benchmarks.Neo4j;
using KnowledgeGraph.Benchmarks.Resolvers;
using KnowledgeGraph.Benchmarks.Servers;
using KnowledgeGraph.Benchmarks.Writes;
using KnowledgeGraph.Model;

var port = new Option<int>("--port") { Description = "The port on 127.0.0.1", DefaultValueFactory = _ => 5311 };
var nodes = new Option<int>("--nodes") { Description = "A graph of about so many nodes; 0: 200 countries and 20,000 agreements" };
var skew = new Option<double>("--skew") { Description = "How unevenly agreements fall to countries: 0 evenly, 1 as in Zipf's law" };
var contender = new Option<string>("--for") { Description = "Whose cursors", Required = true };
contender.AcceptOnlyFromAmong("product", "resolvers");
var sizes = new Option<int[]>("--sizes") { Description = "How many nodes, the smallest first", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 100_000, 1_000_000] };
var seconds = new Option<double>("--seconds") { Description = "How long each question is asked", DefaultValueFactory = _ => 2 };
var folder = new Argument<string>("folder");
var file = new Argument<string>("file");
var question = new Argument<string>("question");
question.AcceptOnlyFromAmong([.. Question.Measured.Select(q => q.Name)]);
var rest = new Argument<string[]>("arguments") { Description = "BenchmarkDotNet's own, such as --filter '*Nested*' --job short", Arity = ArgumentArity.ZeroOrMore };

var root = new RootCommand("Measures the product against GraphQL.NET's own resolvers and against plain bytes; load.sh runs it all.")
{
    Serve("serve-product", "The product", ProductServer.RunAsync),
    Serve("serve-resolvers", "GraphQL.NET's resolvers over objects in memory", ResolversServer.RunAsync),
    Serve("serve-plain", "The product's answers as bytes that are there already", PlainServer.RunAsync),
    Serve("serve-blocks", "The same, with Kestrel's memory in blocks of 64 kB as the product has it", PlainServer.RunWithLargeBlocksAsync),
    Command("check", "Do product and resolvers answer alike?", [nodes, skew], parsed => AnswersEqual.Check(Graph(parsed))),
    Command("questions", "Prints the operations", [], _ =>
    {
        foreach (var asked in Question.Measured)
            Console.WriteLine($"# {asked.Name}, about each ${asked.Variable}\n{asked.Document}\n");
        return 0;
    }),
    Command("requests", "Prints the bodies of a question's requests, one a line", [question, contender, nodes, skew], parsed =>
    {
        var graph = Graph(parsed);
        IContender asker = parsed.GetRequiredValue(contender) == "product" ? new ProductContender(graph) : new ResolversContender(graph);
        var asked = Question.Find(parsed.GetRequiredValue(question));
        using var output = Console.OpenStandardOutput();
        foreach (var value in Variables.Of(asked, graph, asker))
            output.Write([.. asked.Body(value), (byte)'\n']);
        return 0;
    }),
    Command("growth", "What answers cost in graphs of 10 thousand, 100 thousand and 1 million nodes, and what the store of the largest costs", [sizes, seconds],
        parsed => GrowthRun.Print(parsed.GetValue(sizes)!, parsed.GetValue(seconds))),
    Command("cost", "Prints the CPU time of fields that look at a whole collection", [nodes], parsed => CostRun.Print(parsed.GetValue(nodes) is > 0 and var count ? count : 300_000)),
    Command("commits", "Measures durable commits by one writer and by several at once, and readers beside them, in a folder on the disk to be measured", [folder, nodes, skew, seconds],
        parsed => CommitRun.Print(parsed.GetRequiredValue(folder), Graph(parsed), parsed.GetValue(seconds))),
    Command("import-file", "Writes the file for `import`: a graph of about so many nodes, with three relationships for each, as JSON Lines", [file, nodes, skew],
        parsed => ImportRun.Write(parsed.GetRequiredValue(file), GeneratedGraph.Create(GraphModel.Load(), GraphShape.OfNodes(parsed.GetValue(nodes), parsed.GetValue(skew)) with { Objectives = 200 }))),
    Command("import", "Imports a file into a new embedded store in a folder, or with `neo4j` into the Neo4j of the tests; prints records a second and the memory above the graph", [file, folder],
        parsed => ImportRun.Print(parsed.GetRequiredValue(file), parsed.GetRequiredValue(folder))),
    Command("open-store", "Opens a store and changes nodes in it, as `growth` does in a process of its own", [folder], parsed => StoreRun.Print(parsed.GetRequiredValue(folder))),
    Neo4jCommand.Create(Graph, nodes, skew),
    Command("micro", "Runs BenchmarkDotNet, without HTTP; to be started in the repository's root", [rest], parsed =>
    {
        BenchmarkSwitcher.FromAssembly(typeof(Question).Assembly).Run(
            parsed.GetValue(rest) is { Length: > 0 } given ? given : ["--filter", "*"],
            DefaultConfig.Instance.WithArtifactsPath(Path.Combine("artifacts", "benchmarks")));
        return 0;
    }),
};
return await root.Parse(args).InvokeAsync();

GeneratedGraph Graph(ParseResult parsed) => GeneratedGraph.Create(
    GraphModel.Load(), parsed.GetValue(nodes) is > 0 and var count ? GraphShape.OfNodes(count, parsed.GetValue(skew))
        : GraphShape.Default with { Skew = parsed.GetValue(skew) });

Command Serve(string name, string description, Func<GeneratedGraph, int, Task> run)
{
    var command = new Command(name, description) { port, nodes, skew };
    command.SetAction(parsed => run(Graph(parsed), parsed.GetValue(port)));
    return command;
}

static Command Command(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, int> run)
{
    var command = new Command(name, description);
    foreach (var symbol in symbols)
        if (symbol is Option option)
            command.Add(option);
        else
            command.Add((Argument)symbol);
    command.SetAction(run);
    return command;
}
