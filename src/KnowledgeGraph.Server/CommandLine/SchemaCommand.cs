using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Prints what is generated from the model: the GraphQL schema, a diagram, the JSON Schema of a seed.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var format = new Option<string>("--format") { HelpName = "sdl|mermaid|jsonschema", Description = "GraphQL schema (sdl), class diagram of the model (mermaid), or JSON Schema of the YAML files of a seed (jsonschema) [default: sdl]" };
        format.AcceptOnlyFromAmong("sdl", "mermaid", "jsonschema");
        var verb = new Verb("schema", "Prints the GraphQL schema (SDL), the model as a class diagram, or the JSON Schema of a seed.", """
              KnowledgeGraph.Server schema > schema.graphql               write the schema for code generators and editors
              KnowledgeGraph.Server schema --format mermaid               print the model as a class diagram
              KnowledgeGraph.Server schema --format jsonschema > seed/schema.json     write the schema that text editors use for YAML files
            """)
        { format };
        verb.SetAction(call =>
        {
            var model = GraphModel.Load();
            terminal.Out.Write(call.GetValue(format) switch
            {
                "mermaid" => ModelDiagram.Print(model),
                "jsonschema" => SeedSchema.Print(model),
                _ => GraphSchema.Create(model).Print(),
            });
            return 0;
        });
        return verb;
    }
}
