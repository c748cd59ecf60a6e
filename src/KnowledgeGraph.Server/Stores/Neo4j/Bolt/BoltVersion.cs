namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>A version of Bolt (https://neo4j.com/docs/bolt/current/bolt-compatibility/).</summary>
internal readonly record struct BoltVersion(byte Major, byte Minor)
{
    /// <summary>5.1 brought LOGON. The messages that are used here are the same up to 5.8, and in 6.0, which brings a type of value.</summary>
    public const string Supported = "5.1 to 5.8 and 6.0";

    public bool IsSupported => this is { Major: 5, Minor: >= 1 and <= 8 } or { Major: 6, Minor: 0 };

    /// <summary>Whether HELLO can turn notifications off.</summary>
    public bool HasNotificationFilters => this is { Major: 5, Minor: >= 2 } or { Major: > 5 };

    /// <summary>Whether HELLO must name the client twice.</summary>
    public bool HasAgent => this is { Major: 5, Minor: >= 3 } or { Major: > 5 };

    public override string ToString() => $"{Major}.{Minor}";
}
