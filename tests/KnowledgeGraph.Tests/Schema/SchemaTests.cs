using System.Text.RegularExpressions;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Schema;

public sealed partial class SchemaTests
{
    private static readonly ISchema s_types = TestGraph.Schema.Types;
    private static readonly string[] s_builtIn = ["String", "Int", "Float", "Boolean", "ID"];

    [Fact]
    public void Everything_has_a_description()
    {
        var missing = new List<string>();
        foreach (var type in s_types.AllTypes.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !s_builtIn.Contains(t.Name)))
        {
            Check(type.Name, type.Description);
            foreach (var field in (type as IComplexGraphType)?.Fields ?? Enumerable.Empty<FieldType>())
            {
                Check($"{type.Name}.{field.Name}", field.Description);
                foreach (var argument in field.Arguments ?? [])
                    if (!IsDescribedByRoots(argument, field))
                        Check($"{type.Name}.{field.Name}({argument.Name})", argument.Description);
            }
            foreach (var field in (type as IInputObjectGraphType)?.Fields ?? Enumerable.Empty<FieldType>())
                Check($"{type.Name}.{field.Name}", field.Description);
            foreach (var value in (type as EnumerationGraphType)?.Values ?? Enumerable.Empty<EnumValueDefinition>())
                Check($"{type.Name}.{value.Name}", value.Description);
        }
        Assert.Empty(missing);

        // The arguments of connections mean the same everywhere. They are described at the root, and not again on each relationship.
        static bool IsDescribedByRoots(QueryArgument argument, FieldType field) =>
            (argument.Name is "first" or "after" or "last" or "before" or "where" or "whereEdge" or "order" or "orderEdge" or "asOf") && s_types.Query.Fields.All(f => f != field);

        void Check(string what, string? description)
        {
            if (string.IsNullOrWhiteSpace(description))
                missing.Add(what);
        }
    }

    /// <summary>Articles fit their nouns, sentences begin with a capital and end with a full stop, and none is only the name again.</summary>
    [Fact]
    public void Descriptions_are_sentences()
    {
        var wrong = Descriptions().Where(d =>
            Article().IsMatch(d.Text) || !char.IsUpper(d.Text[0]) && d.Text[0] is not ('`' or '(' or >= '0' and <= '9') && !d.Text.StartsWith("iso", StringComparison.Ordinal)
            || d.Text[^1] is not '.' || d.Text.Contains("  ", StringComparison.Ordinal)
            || d.What.Split('.')[^1].Equals(d.Text.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) && !d.IsEnumValue);
        Assert.Empty(wrong.Select(d => $"{d.What}: {d.Text}"));
    }

    [GeneratedRegex("\\b[Aa] [AEIO][a-z]|\\b[Aa]n (?:[BCDFGJKLMNPQRSTVWXYZ][a-z]|Eu|U[ns]i)")]
    private static partial Regex Article();

    /// <summary>Two types of the same shape would be one type with two names.</summary>
    [Fact]
    public void No_two_types_have_the_same_shape()
    {
        var shapes = new Dictionary<string, string>();
        foreach (var type in s_types.AllTypes.OfType<IComplexGraphType>().Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !OfMutations().IsMatch(t.Name)))
        {
            var fields = type.Fields.Select(f => f.ResolvedType!.GetNamedType() == type ? $"{f.Name}: itself" : $"{f.Name}: {f.ResolvedType}");
            var shape = $"{type.GetType().BaseType!.Name} {string.Join(' ', fields.Order(StringComparer.Ordinal))}";
            Assert.True(shapes.TryAdd(shape, type.Name), $"{type.Name} has the same shape as {shapes.GetValueOrDefault(shape)}");
        }
    }

    /// <summary>The inputs, payloads and errors of mutations, whose names clients expect.</summary>
    [GeneratedRegex("^(Create|Update|Delete|Remove|Undo|Accept|Reject|Withdraw)\\w+Input$|(Payload|Error)$")]
    private static partial Regex OfMutations();

    /// <summary>Clients load the whole schema: it grows on purpose only.</summary>
    [Fact]
    public void The_schema_stays_small()
    {
        Assert.InRange(s_types.AllTypes.Count(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !s_builtIn.Contains(t.Name)), 300, 543);
        Assert.InRange(TestGraph.Schema.Print().Length, 200_000, 470_000);
    }

    private static IEnumerable<(string What, string Text, bool IsEnumValue)> Descriptions()
    {
        foreach (var type in s_types.AllTypes.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !s_builtIn.Contains(t.Name)))
        {
            yield return (type.Name, type.Description!, false);
            foreach (var field in (type as IComplexGraphType)?.Fields ?? Enumerable.Empty<FieldType>())
            {
                yield return ($"{type.Name}.{field.Name}", field.Description!, false);
                foreach (var argument in (field.Arguments ?? []).Where(a => a.Description is not null))
                    yield return ($"{type.Name}.{field.Name}.{argument.Name}", argument.Description!, false);
            }
            foreach (var value in (type as EnumerationGraphType)?.Values ?? Enumerable.Empty<EnumValueDefinition>())
                yield return ($"{type.Name}.{value.Name}", value.Description!, true);
        }
    }

    [Fact]
    public void Every_field_that_can_be_asked_has_a_meaning()
    {
        foreach (var type in s_types.AllTypes.OfType<IComplexGraphType>().Where(t => t is not IInputObjectGraphType && !t.Name.StartsWith("__", StringComparison.Ordinal)))
            foreach (var field in type.Fields)
                Assert.True(field.Metadata.GetValueOrDefault(GraphSchema.MeaningKey) is FieldMeaning, $"{type.Name}.{field.Name}");
    }

    /// <summary>So that a change of the API is seen in review; `schema` prints it.</summary>
    [Fact]
    public void The_schema_in_the_documents_is_the_one_that_is_served() =>
        Assert.Equal(TestGraph.Schema.Print(), File.ReadAllText(Path.Combine(SeedFolders.Tests, "..", "..", "docs", "schema.graphql")));

    [Fact]
    public void The_schema_that_is_printed_can_be_read_and_names_every_type()
    {
        var document = Parser.Parse<GraphQLDocument>(TestGraph.Schema.Print());
        var printed = document.Definitions.OfType<GraphQLTypeDefinition>().Where(d => d is not GraphQLDirectiveDefinition).Select(d => d.Name.StringValue).ToHashSet();
        Assert.Equal(
            s_types.AllTypes.Select(t => t.Name).Where(n => !n.StartsWith("__", StringComparison.Ordinal)).Except(s_builtIn).Order(StringComparer.Ordinal),
            printed.Order(StringComparer.Ordinal));
        Assert.Equal(TestGraph.Schema.Print(), GraphSchema.Create(TestGraph.Model).Print());
    }

    [Fact]
    public void Types_of_the_schema_are_those_of_the_model()
    {
        var model = TestGraph.Model;
        foreach (var type in model.Enums)
            Assert.Equal(type.Values.Select(v => v.Name), ((EnumerationGraphType)s_types.AllTypes[type.Name]!).Values.Select(v => v.Name));
        foreach (var type in model.Unions)
            Assert.Equal(type.Members.Select(m => m.Name), ((UnionGraphType)s_types.AllTypes[type.Name]!).PossibleTypes.Select(t => t.Name));
        foreach (var type in model.Interfaces)
            Assert.Equal(
                type.Members.Select(m => m.Name).Order(), ((InterfaceGraphType)s_types.AllTypes[type.Name]!).PossibleTypes.Select(t => t.Name).Order());
        Assert.Equal(
            model.NodeTypes.Select(m => m.Name).Order(), ((InterfaceGraphType)s_types.AllTypes["Node"]!).PossibleTypes.Select(t => t.Name).Order());
        foreach (var type in model.Collections)
        {
            Assert.NotNull(s_types.Query.GetField(type.FieldName));
            Assert.NotNull(s_types.Query.GetField(type.CollectionName));
            var fields = ((IComplexGraphType)s_types.AllTypes[type.Name]!).Fields;
            foreach (var property in type.Properties)
                Assert.Equal(property.TypeText, fields.Find(property.Name)!.ResolvedType!.ToString());
        }
    }

    [Fact]
    public void Lists_of_the_schema_are_connections()
    {
        foreach (var connection in s_types.AllTypes.OfType<IObjectGraphType>().Where(t => t.Name.EndsWith("Connection", StringComparison.Ordinal)))
        {
            Assert.Equal(
                ("[" + connection.Name.Replace("Connection", "Edge", StringComparison.Ordinal) + "!]!", "PageInfo!", "Int!"),
                (connection.GetField("edges")!.ResolvedType!.ToString(), connection.GetField("pageInfo")!.ResolvedType!.ToString(),
                    connection.GetField("totalCount")!.ResolvedType!.ToString()));
            var edge = (IObjectGraphType)connection.GetField("edges")!.ResolvedType!.GetNamedType();
            Assert.Equal("String!", edge.GetField("cursor")!.ResolvedType!.ToString());
            Assert.Equal($"[{edge.GetField("node")!.ResolvedType}]!", connection.GetField("nodes")!.ResolvedType!.ToString());
        }
        foreach (var field in s_types.AllTypes.OfType<IObjectGraphType>().SelectMany(t => t.Fields)
            .Where(f => f.ResolvedType!.GetNamedType().Name.EndsWith("Connection", StringComparison.Ordinal)))
            foreach (var argument in (string[])["first", "after", "last", "before"])
                Assert.NotNull(field.Arguments!.Find(argument));
    }
}
