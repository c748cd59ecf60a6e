using System.Globalization;
using System.Text;
using CsCheck;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser;
using GraphQLParser.AST;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>Our linear check says yes and no where GraphQL.NET's comparison of all pairs does (which does not know the type of `__typename`).</summary>
public sealed class FieldMergingProperties
{
    private static readonly string[] s_types = ["Country", "Official", "Agreement", "Measure", "Actor", "Instrument", "Node"];

    [Fact]
    public void It_agrees_with_the_comparison_of_all_pairs()
    {
        var (merging, other) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var text = Document(new Choices(seed));
            var document = Parser.Parse<GraphQLDocument>(text);
            if (!IsValid(document, [.. DocumentValidator.CoreRules.Where(r => r is not OverlappingFieldsCanBeMerged)]))
                return;
            var expected = IsValid(document, OverlappingFieldsCanBeMerged.Instance);
            var found = true;
            try
            {
                FieldMerging.Check(TestGraph.Schema, new ValidDocument(document, new DocumentText(text, OperationLimits.None), null!), OperationLimits.None, CancellationToken.None);
            }
            catch (GraphErrorException e)
            {
                found = false;
                Assert.Equal(ErrorCodes.FieldsCannotMerge, Assert.Single(e.Errors).Code);
            }
            Assert.True(expected == found, $"{(expected ? "can" : "cannot")} be merged:\n{text}");
            Interlocked.Increment(ref expected ? ref merging : ref other);
        }, iter: 400);
        Assert.InRange(merging, 10, 400);
        Assert.InRange(other, 10, 400);
    }

    private static bool IsValid(GraphQLDocument document, params IValidationRule[] rules) => new DocumentValidator().ValidateAsync(new ValidationOptions
    {
        Schema = TestGraph.Schema.Types,
        Document = document,
        Operation = document.Definitions.OfType<GraphQLOperationDefinition>().First(),
        Rules = rules,
    }).GetAwaiter().GetResult().IsValid;

    private static string Document(Choices choices)
    {
        var text = new StringBuilder("{ node(id: \"x\") { ");
        Selections(text, choices, 3);
        text.Append("} ");
        if (choices.Chance(30))
            text.Append("node(id: ").Append(choices.Of(["\"x\"", "\"y\""])).Append(") { a: id } ");
        text.Append('}');
        // One that is never spread is refused before.
        foreach (var fragment in new[] { "F", "G" }.Where(f => text.ToString().Contains($"...{f} ", StringComparison.Ordinal)).ToList())
        {
            text.Append(CultureInfo.InvariantCulture, $" fragment {fragment} on {choices.Of(s_types)} {{ ");
            Selections(text, choices, 1, canSpread: false);
            text.Append('}');
        }
        return text.ToString();
    }

    private static void Selections(StringBuilder text, Choices choices, int depth, bool canSpread = true)
    {
        for (var i = 0; i <= choices.Below(3); i++)
            switch (choices.Below(depth == 0 ? 2 : 5))
            {
                case 0: text.Append(choices.Of(["id ", "b: id ", "a: id ", "__typename ", "relationships { totalCount } "])); break;
                case 1: text.Append(choices.Of<string>(canSpread ? ["...F ", "...G "] : ["id ", "b: id "])); break;
                case 2:
                    text.Append(CultureInfo.InvariantCulture, $"... on {choices.Of(s_types)} {{ ");
                    Selections(text, choices, depth - 1, canSpread);
                    text.Append("} ");
                    break;
                case 3:
                    text.Append(CultureInfo.InvariantCulture, $"r: relationships{choices.Of(["", "", "(first: 1)", "(first: 2)", "(direction: OUT, first: 1)", "(first: 1, direction: OUT)", "(types: [PARTY_TO])"])} {{ nodes {{ ");
                    Selections(text, choices, depth - 1, canSpread);
                    text.Append("} } ");
                    break;
                default:
                    text.Append("r: relationships(first: 1) { edges { node { ");
                    Selections(text, choices, depth - 1, canSpread);
                    text.Append("} } } ");
                    break;
            }
    }
}
