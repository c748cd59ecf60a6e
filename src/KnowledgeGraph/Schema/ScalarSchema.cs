using System.Collections.Immutable;
using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>What a scalar type is in the schema.</summary>
/// <param name="Create">Makes the GraphQL type. Each schema has types of its own.</param>
/// <param name="FilterKind">The scalar type whose filter input is used.</param>
/// <param name="Expected">What a literal must be, in words that complete "must be".</param>
internal sealed record ScalarSchema(ScalarKind Kind, Func<ScalarGraphType> Create, ScalarKind FilterKind, string Expected)
{
    /// <summary>All scalar types. Enums are not among them: each has a GraphQL type of its own.</summary>
    public static readonly ImmutableArray<ScalarSchema> All =
    [
        new(ScalarKind.String, () => new StringGraphType(), ScalarKind.String, "text"),
        new(ScalarKind.Id, () => new IdGraphType(), ScalarKind.Id, "an id: text or a whole number"),
        new(ScalarKind.Int, () => new IntGraphType(), ScalarKind.Int, "a whole number of 32 bits"),
        new(ScalarKind.Float, () => new FloatGraphType(), ScalarKind.Float, "a number"),
        new(ScalarKind.Boolean, () => new BooleanGraphType(), ScalarKind.Boolean, "true or false"),
        new(ScalarKind.DateTime, () => new DateTimeScalar(), ScalarKind.DateTime, "a time such as \"2024-07-01T12:00:00Z\""),
        new(ScalarKind.PartialDate, () => new PartialDateScalar(), ScalarKind.PartialDate, "a date such as \"2024\", \"2024-07\" or \"2024-07-01\""),
        // A part of an address is text, not an address.
        new(ScalarKind.Url, () => new UrlScalar(), ScalarKind.String, "an http or https address"),
    ];

    /// <summary>What a literal of the type must be, in words that complete "must be".</summary>
    public static string ExpectedOf(ScalarGraphType type) =>
        All.FirstOrDefault(s => ScalarType.Of(s.Kind).Name == type.Name)?.Expected ?? $"a value of {type.Name}";

    /// <summary>The scalar type whose filter input a property uses.</summary>
    public static ScalarKind FilterKindOf(Property property) =>
        property.Kind == ScalarKind.Enum ? ScalarKind.Enum : All.First(s => s.Kind == property.Kind).FilterKind;
}
