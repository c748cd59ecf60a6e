using System.CommandLine;
using System.Diagnostics;
using KnowledgeGraph.Benchmarks.Generated;

namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>The verbs of `neo4j.sh`: they ask the Neo4j that NEO4J_TEST_BOLT names, and empty its database first where they load a graph.</summary>
internal static class Neo4jCommand
{
    /// <param name="graph">The graph that the options ask for.</param>
    /// <param name="shape">Those options.</param>
    public static Command Create(Func<ParseResult, GeneratedGraph> graph, params Option[] shape)
    {
        var contender = new Option<Contender>("--for") { Description = "Who is to be asked", Required = true };
        var product = new Option<string?>("--product") { Description = "Where the product answers" };
        var library = new Option<string?>("--library") { Description = "Where @neo4j/graphql answers" };
        var cypher = new Option<string?>("--cypher") { Description = "Neo4j's Query API" };
        var sizes = new Option<int[]>("--sizes") { Description = "How many nodes, the smallest first", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 1_000_000] };
        var seconds = new Option<double>("--seconds") { Description = "How long each question is asked", DefaultValueFactory = _ => 3 };
        var process = new Option<int?>("--process") { Description = "Neo4j's process, to tell its CPU time" };
        var connections = new Option<int>("--connections") { Description = "How many at a time", DefaultValueFactory = _ => 4 };
        var bodies = new Argument<FileInfo>("bodies") { Description = "Requests to Neo4j's Query API, one a line" };
        var question = new Argument<string>("question");
        question.AcceptOnlyFromAmong([.. Neo4jQuestion.All.Select(q => q.Name)]);

        var load = new Command("load", "Empties the database and loads the generated graph by a commit of the product's store");
        var check = new Command("check", "Do all contenders that have an address answer as the embedded store does?") { product, library, cypher };
        var questions = new Command("questions", "Prints what each contender is asked");
        var requests = new Command("requests", "Prints the bodies of a question's requests, one a line") { question, contender };
        var growth = new Command("growth", "Empties the database, and tells what answers cost in graphs of 10 thousand and of 1 million nodes") { sizes, seconds, process };
        var bolt = new Command("bolt", "Sends the statements of such requests over Bolt, and prints one line as load.lua does") { bodies, connections, seconds };
        foreach (var option in shape)
            foreach (var command in (Command[])[load, check, requests])
                command.Add(option);

        load.SetAction(parsed => Neo4jDatabase.Load(graph(parsed)));
        check.SetAction(parsed => Neo4jCheck.Run(
            graph(parsed), Neo4jDatabase.Address,
            new[] { (Contender.Product, parsed.GetValue(product)), (Contender.Cypher, parsed.GetValue(cypher)), (Contender.Library, parsed.GetValue(library)) }
                .Where(c => c.Item2 is not null).ToDictionary(c => c.Item1, c => new Uri(c.Item2!))));
        questions.SetAction(_ =>
        {
            foreach (var asked in Neo4jQuestion.All)
                Console.WriteLine($"# {asked.Name}\n\n{asked.Document}\n\n{asked.Statement}\n\n{asked.LibraryDocument}\n");
        });
        requests.SetAction(parsed =>
        {
            var asked = Neo4jQuestion.Find(parsed.GetRequiredValue(question));
            using var output = Console.OpenStandardOutput();
            foreach (var values in new Neo4jVariables(graph(parsed)).Of(asked, parsed.GetValue(contender)))
                output.Write([.. asked.Body(parsed.GetValue(contender), values), (byte)'\n']);
        });
        bolt.SetAction(parsed => Console.WriteLine(BoltLoad.Run(
            Neo4jDatabase.Address, File.ReadLines(parsed.GetRequiredValue(bodies).FullName), parsed.GetValue(connections), parsed.GetValue(seconds))));
        growth.SetAction(async parsed =>
        {
            using var neo4j = parsed.GetValue(process) is { } id ? Process.GetProcessById(id) : null;
            return await Neo4jGrowthRun.Print(parsed.GetValue(sizes)!, parsed.GetValue(seconds), neo4j);
        });
        return new Command("neo4j", "The product on Neo4j beside a statement by hand and @neo4j/graphql; neo4j.sh runs it all") { load, check, questions, requests, bolt, growth };
    }
}
