using GraphQL.Types;
using GraphQLParser.AST;

namespace KnowledgeGraph.Schema;

/// <summary>A directive of the schema itself. GraphQL.NET leaves these out of introspection, unlike the specification.</summary>
internal sealed class SchemaDirective(string name, params DirectiveLocation[] locations) : Directive(name, locations)
{
    public override bool? Introspectable => true;
}
