using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>A scalar that is text; a subclass may refuse some.</summary>
internal abstract class TextScalar : ScalarGraphType
{
    protected abstract bool Accepts(string text);

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when Accepts(text) => text,
        _ => ThrowValueConversionError(value),
    };

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text when Accepts(text.Value.ToString()) => text.Value.ToString(),
        _ => ThrowLiteralConversionError(value),
    };

    public override bool CanParseValue(object? value) => value is null || (value is string text && Accepts(text));
    public override bool CanParseLiteral(GraphQLValue value) =>
        value is GraphQLNullValue || (value is GraphQLStringValue text && Accepts(text.Value.ToString()));
    public override object? Serialize(object? value) => value;
}

internal sealed class PartialDateScalar : TextScalar
{
    public PartialDateScalar()
    {
        Name = "PartialDate";
        Description = "Year, month or day in the format of ISO 8601: `2024`, `2024-07` or `2024-07-01` (EDTF level 0). Dates are compared as text, so that a coarser date comes before the dates within it.";
    }

    protected override bool Accepts(string text) => PartialDate.IsValid(text);
}

internal sealed class UrlScalar : TextScalar
{
    public UrlScalar()
    {
        Name = "URL";
        Description = "URL with the scheme http or https (RFC 3986).";
    }

    protected override bool Accepts(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}

internal sealed class DateTimeScalar : TextScalar
{
    public DateTimeScalar()
    {
        Name = "DateTime";
        Description = "Time in UTC in the format of RFC 3339, such as `2024-07-01T12:00:00.000Z`.";
    }

    protected override bool Accepts(string text) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out _);
}
