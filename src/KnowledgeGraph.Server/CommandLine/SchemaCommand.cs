using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Prints the GraphQL schema.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("schema", "Prints the GraphQL schema (SDL).", """
              KnowledgeGraph.Server schema > schema.graphql               for code generators and editors
            """);
        verb.SetAction(_ =>
        {
            terminal.Out.Write(GraphSchema.Create(GraphModel.Load()).Print());
            return 0;
        });
        return verb;
    }
}
