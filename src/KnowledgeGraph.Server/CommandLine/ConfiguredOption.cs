using System.CommandLine;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>An option that configuration can also set, under its key.</summary>
internal sealed class ConfiguredOption : Option<string>
{
    private ConfiguredOption(string key, string helpName, string description) : base("--" + key.ToLowerInvariant().Replace("neo4j", "neo4j-", StringComparison.Ordinal)) =>
        (Key, HelpName, Description) = (key, helpName, description);

    public string Key { get; }

    public static ConfiguredOption Urls() => new(
        nameof(ServerOptions.Urls), "URLS", "URLs to listen on, separated by semicolons [default: http://localhost:5000]");
    public static ConfiguredOption Seed() => new(nameof(ServerOptions.Seed), "DIR", "Folder of the seed [default: the one next to the program]");
    public static ConfiguredOption Questions() => new(
        nameof(ServerOptions.Questions), "DIR", "Folder of the named questions (*.graphql) [default: questions in the folder of the seed]");
    public static ConfiguredOption Persisted() => new(
        nameof(ServerOptions.Persisted), "DIR", "Folder of persisted operations: manifests of Relay or Apollo (*.json)");
    public static ConfiguredOption Only() => new(nameof(ServerOptions.Only), "FOLDER", "Loads only one folder of the seed, such as article");
    public static ConfiguredOption Variables() => new(nameof(ServerOptions.Variables), "JSON|@FILE", "Variables as JSON, or a file with them");
    public static ConfiguredOption Operation() => new(nameof(ServerOptions.Operation), "NAME", "Operation of the document to run");

    /// <summary>The options for the store and its address.</summary>
    public static ConfiguredOption[] OfStore()
    {
        var store = new ConfiguredOption(
            nameof(ServerOptions.Store), "embedded|neo4j", "Store: embedded needs no set-up; neo4j is shared (set its password in NEO4J_PASSWORD) [default: embedded]");
        store.AcceptOnlyFromAmong("embedded", "neo4j");
        return
        [
            store,
            Data(),
            new(nameof(ServerOptions.Neo4jUrl), "URL", "Address of Neo4j: neo4j, neo4j+s or neo4j+ssc (cluster), bolt, bolt+s or bolt+ssc, http or https [default: bolt://localhost:7687]"),
            new(nameof(ServerOptions.Neo4jUser), "NAME", "User of Neo4j [default: neo4j]"),
            new(nameof(ServerOptions.Neo4jDatabase), "NAME", "Database of Neo4j [default: the home database of the user]"),
        ];
    }

    public static ConfiguredOption Data() => new(nameof(ServerOptions.Data), "DIR", "Folder of the embedded store [default: ./data]");

    public static ConfiguredOption Format()
    {
        var option = new ConfiguredOption(nameof(ServerOptions.Format), "json|table|csv", "Format of the response [default: json]");
        option.AcceptOnlyFromAmong("json", "table", "csv");
        return option;
    }
}
