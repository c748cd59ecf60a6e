using System.CommandLine;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>An option that may also come from configuration, under the key.</summary>
internal sealed class ConfiguredOption : Option<string>
{
    private ConfiguredOption(string key, string helpName, string description) : base("--" + key.ToLowerInvariant().Replace("neo4j", "neo4j-", StringComparison.Ordinal)) =>
        (Key, HelpName, Description) = (key, helpName, description);

    public string Key { get; }

    public static ConfiguredOption Urls() => new(
        nameof(ServerOptions.Urls), "URLS", "Where to listen, several separated by semicolons [default: http://localhost:5000]");
    public static ConfiguredOption Seed() => new(nameof(ServerOptions.Seed), "DIR", "The folder of the seed [default: the one beside the program]");
    public static ConfiguredOption Persisted() => new(
        nameof(ServerOptions.Persisted), "DIR", "A folder of persisted operations: manifests of Relay or Apollo (*.json)");
    public static ConfiguredOption Only() => new(nameof(ServerOptions.Only), "FOLDER", "Loads one folder of the seed alone, such as article");
    public static ConfiguredOption Variables() => new(nameof(ServerOptions.Variables), "JSON|@FILE", "The variables, as JSON or as a file with JSON");
    public static ConfiguredOption Operation() => new(nameof(ServerOptions.Operation), "NAME", "Which operation of the document to run");

    /// <summary>Which store, and where it is.</summary>
    public static ConfiguredOption[] OfStore()
    {
        var store = new ConfiguredOption(
            nameof(ServerOptions.Store), "embedded|neo4j", "The store: embedded needs no set-up, neo4j is shared (its password: NEO4J_PASSWORD) [default: embedded]");
        store.AcceptOnlyFromAmong("embedded", "neo4j");
        return
        [
            store,
            new(nameof(ServerOptions.Data), "DIR", "The folder of the embedded store [default: ./data]"),
            new(nameof(ServerOptions.Neo4jUrl), "URL", "Neo4j's address, bolt, bolt+s, http or https [default: bolt://localhost:7687]"),
            new(nameof(ServerOptions.Neo4jUser), "NAME", "The user of Neo4j [default: neo4j]"),
            new(nameof(ServerOptions.Neo4jDatabase), "NAME", "The database of Neo4j [default: neo4j]"),
        ];
    }

    public static ConfiguredOption Format()
    {
        var option = new ConfiguredOption(nameof(ServerOptions.Format), "json|table", "How the answer is printed [default: json]");
        option.AcceptOnlyFromAmong("json", "table");
        return option;
    }
}
