using System.CommandLine;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>A command whose help has examples.</summary>
internal sealed class Verb(string name, string description, string examples) : Command(name, description)
{
    /// <summary>One example per line, each with an explanation.</summary>
    public string Examples { get; } = examples;

    public void Add(IEnumerable<Option> several)
    {
        foreach (var option in several)
            Add(option);
    }
}
