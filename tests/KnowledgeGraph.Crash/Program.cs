using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;

// Commits without end to the store in the folder given, to be killed at any moment: each change set is three nodes and two relationships
// that carry its number, which is printed once the commit is acknowledged.
var model = GraphModel.Load();
try
{
    using var store = EmbeddedStore.Open(args[0], model, TimeProvider.System);
    using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
    while (true)
        output.WriteLine(store.Commit(Numbered(store.Snapshot.Version + 1)).Version);
}
catch (StoreException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

ChangeSet Numbered(long number) => new()
{
    Nodes =
    [
        Node("Objective", $"objective:{number}", ("name", $"objective {number}"), ("theme", "crash")),
        Node("Report", $"report:{number}", ("title", $"report {number}"), ("kind", "NEWS")),
        Node("Claim", $"claim:{number}", ("statement", $"claim {number}")),
    ],
    Relationships = [Link("STATED_IN", $"claim:{number}", $"report:{number}"), Link("CLAIMS_ABOUT", $"claim:{number}", $"objective:{number}")],
};

NodeRecord Node(string type, string id, params (string Name, object Value)[] properties)
{
    var values = properties.ToDictionary(p => p.Name, p => p.Value);
    PropertyDefaults.Fill(model.FindNodeType(type)!.Properties, values);
    return new NodeRecord(model.FindNodeType(type)!, id, values);
}

RelationshipRecord Link(string type, string from, string to) => new(model.FindRelationshipType(type)!, from, to);
