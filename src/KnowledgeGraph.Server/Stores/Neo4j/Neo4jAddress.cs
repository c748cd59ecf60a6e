namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Where a Neo4j database is and who asks it. It prints itself without the password.</summary>
/// <param name="Url">The server's HTTP or HTTPS address, without path.</param>
internal sealed record Neo4jAddress(Uri Url, string Database, string User, string Password)
{
    public override string ToString() => $"{Url.GetLeftPart(UriPartial.Authority)}, database {Database}";
}
