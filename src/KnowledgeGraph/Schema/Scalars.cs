using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>A scalar whose values are text in a certain format.</summary>
internal abstract class TextScalar : ScalarGraphType
{
    /// <param name="specification">The address of the specification of the format, for <c>specifiedByURL</c>.</param>
    protected TextScalar(string name, string description, string specification)
    {
        (Name, Description, Specification) = (name, description, specification);
        this.ApplyDirective("specifiedBy", "url", specification);
    }

    public string Specification { get; }

    protected abstract bool Accepts(string text);

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when Accepts(text) => text,
        _ => ThrowValueConversionError(value),
    };

    /// <remarks>Whether the text has the format is asked before, with <see cref="CanParseLiteral"/>; in the input of a write it need not have.</remarks>
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => text.Value.ToString(),
        _ => ThrowLiteralConversionError(value),
    };

    public override bool CanParseValue(object? value) => value is null || (value is string text && Accepts(text));
    public override bool CanParseLiteral(GraphQLValue value) =>
        value is GraphQLNullValue || (value is GraphQLStringValue text && Accepts(text.Value.ToString()));
    public override object? Serialize(object? value) => value;
}

internal sealed class PartialDateScalar() : TextScalar(
    "PartialDate",
    "Year, month or day in the format of ISO 8601: `2024`, `2024-07` or `2024-07-01` (EDTF level 0). Dates are compared as text, so that a coarser date comes before the dates within it.",
    "https://www.loc.gov/standards/datetime/")
{
    protected override bool Accepts(string text) => PartialDate.IsValid(text);
}

internal sealed class UrlScalar() : TextScalar("URL", "URL with the scheme http or https (RFC 3986).", "https://www.rfc-editor.org/rfc/rfc3986")
{
    protected override bool Accepts(string text) => ScalarType.IsUrl(text);
}

internal sealed class DateTimeScalar() : TextScalar(
    "DateTime", "Time in UTC in the format of RFC 3339, such as `2024-07-01T12:00:00.000Z`.", "https://www.rfc-editor.org/rfc/rfc3339")
{
    protected override bool Accepts(string text) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out _);
}
