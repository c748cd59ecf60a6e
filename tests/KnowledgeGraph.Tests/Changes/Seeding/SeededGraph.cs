using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Tests.Seeding;

namespace KnowledgeGraph.Tests.Changes.Seeding;

/// <summary>A graph, and what its seed said last.</summary>
internal sealed class SeededGraph
{
    private ReadOnlyMemory<byte> _kept;

    public GraphSnapshot Graph { get; private set; } = GraphSnapshot.Empty(TestGraph.Model);

    public SeedContent Last => SeedContentJson.Decode(TestGraph.Model, _kept);

    /// <returns>The conflicts, one on each line.</returns>
    public string Load(string yaml, ConflictChoice choice = ConflictChoice.List, string? only = null) =>
        Text(Load(SeedReaderTests.Read(("a.yaml", yaml)).Content, choice, only).Conflicts);

    /// <summary>Loads files, each with its folder.</summary>
    public string Load(params (string Name, string Yaml)[] files) => Text(Load(SeedReaderTests.Read(files).Content).Conflicts);

    public (ChangeSet Changes, IReadOnlyList<SeedConflict> Conflicts) Load(SeedContent content, ConflictChoice choice = ConflictChoice.List, string? only = null)
    {
        var run = new SeedRun(TestGraph.Model, content, choice, only);
        var proposed = run.Propose();
        proposed.Kept!.Last = _kept;
        var changes = proposed.Resolve(TestGraph.Model, Graph);
        Edit(changes);
        _kept = proposed.Kept.Next;
        return (changes, run.Conflicts);
    }

    /// <summary>Changes the graph as mutations do.</summary>
    public void Edit(ChangeSet changes) => Graph = Graph.Commit(changes);

    /// <summary>Sets properties of a node; null removes one.</summary>
    public void Set(string id, params (string Name, object? Value)[] properties)
    {
        var stored = Graph.FindNode(id)!;
        var values = stored.Properties.ToDictionary();
        foreach (var (name, value) in properties)
            if (value is null)
                values.Remove(name);
            else
                values[name] = value;
        Edit(new() { Nodes = [stored with { Properties = values }] });
    }

    /// <summary>Changes the one relationship of a type.</summary>
    public void Set(string type, Func<RelationshipRecord, RelationshipRecord> change) => Edit(new() { Relationships = [change(Relationship(type))] });

    public RelationshipRecord Relationship(string type) => Graph.AllRelationships().Single(r => r.Type.Name == type);

    public object? this[string id, string property] => Graph.FindNode(id)!.Properties.GetValueOrDefault(property);

    public static string Text(IEnumerable<SeedConflict> conflicts) => string.Join('\n', conflicts);
}
