using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace KnowledgeGraph.Server.Agents;

/// <summary>What an agent gets: an answer with its evidence, and the version of the graph that it was read from.</summary>
/// <param name="Data">The data of the response, as GraphQL has it.</param>
internal sealed record AgentAnswer(JsonObject Data, long Version)
{
    /// <summary>What the answer is about, in a line; null for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>What the graph knows nothing of; null if there is an answer.</summary>
    public string? Unknown { get; init; }

    /// <summary>The answer as a text; null: the data is written.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a list of the data has an object.</summary>
    public bool HasEntries { get; init; }

    public ImmutableArray<EvidenceLine> Evidence { get; init; } = [];

    /// <summary>Which parts of the data rest on which claims.</summary>
    public ImmutableArray<Support> Supports { get; init; } = [];

    /// <summary>Who was left out, and why.</summary>
    public ImmutableArray<Exclusion> Excluded { get; init; } = [];

    /// <summary>What a reader should know about the answer.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Further fields of the structured content.</summary>
    public JsonObject? More { get; init; }

    /// <summary>The same, if the graph knows nothing of what was asked: without evidence.</summary>
    public AgentAnswer Nothing(string of) => this with { Unknown = of, Evidence = [], Supports = [] };

    /// <summary>Whether nothing was done because of mistakes that the text names.</summary>
    public bool IsError { get; init; }
}

/// <summary>A part of an answer, and the claims that it rests on.</summary>
/// <param name="Path">Keys and positions from the data on, as in the path of an error.</param>
internal sealed record Support(ImmutableArray<object> Path, ImmutableArray<string> Claims)
{
    /// <summary>The claim itself, if it is part of the data.</summary>
    public JsonObject? Claim { get; init; }

    /// <summary>The relationship or the node, if its claims are not part of the data.</summary>
    public JsonObject? Subject { get; init; }
}

/// <summary>Who was left out of an answer, and why.</summary>
internal sealed record Exclusion(string Id, string Name, string Reason);
