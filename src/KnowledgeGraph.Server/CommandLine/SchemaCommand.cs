using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Prints the GraphQL schema.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var format = new Option<string>("--format") { HelpName = "sdl|mermaid", Description = "Schema (sdl), or class diagram of the model (mermaid) [default: sdl]" };
        format.AcceptOnlyFromAmong("sdl", "mermaid");
        var verb = new Verb("schema", "Prints the GraphQL schema (SDL), or the model as a class diagram.", """
              KnowledgeGraph.Server schema > schema.graphql               write the schema for code generators and editors
              KnowledgeGraph.Server schema --format mermaid               print the model as a class diagram
            """)
        { format };
        verb.SetAction(call =>
        {
            var model = GraphModel.Load();
            terminal.Out.Write(call.GetValue(format) == "mermaid" ? ModelDiagram.Print(model) : GraphSchema.Create(model).Print());
            return 0;
        });
        return verb;
    }
}
