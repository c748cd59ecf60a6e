using System.Collections.Immutable;
using System.Globalization;

namespace KnowledgeGraph.Model;

/// <summary>
/// A scalar type: what its values are, how they are stored, sorted and compared. A new scalar type needs a <see cref="ScalarKind"/>, an entry
/// here, its GraphQL type (Schema/ScalarSchema.cs) and the form in which a request binds it (Planning/ScalarBinding.cs).
/// </summary>
public sealed class ScalarType
{
    private static readonly ImmutableArray<ScalarType> s_all =
    [
        new(ScalarKind.String, "String", ScalarForm.Text, ScalarOrder.Folded, ScalarComparisons.In | ScalarComparisons.Text, "text", IsText) { IsCategory = true },
        new(ScalarKind.Id, "ID", ScalarForm.Text, ScalarOrder.Bytes, ScalarComparisons.In | ScalarComparisons.Text, "text", IsText),
        new(ScalarKind.Int, "Int", ScalarForm.Whole, ScalarOrder.Number, ScalarComparisons.In | ScalarComparisons.Order, "a whole number of 32 bits",
            (value, _) => value is long and >= int.MinValue and <= int.MaxValue),
        new(ScalarKind.Float, "Float", ScalarForm.Number, ScalarOrder.Number, ScalarComparisons.In | ScalarComparisons.Order, "a number",
            (value, _) => value is double number && double.IsFinite(number)),
        new(ScalarKind.Boolean, "Boolean", ScalarForm.Boolean, ScalarOrder.Bytes, ScalarComparisons.None, "true or false", (value, _) => value is bool) { IsCategory = true },
        new(ScalarKind.DateTime, "DateTime", ScalarForm.PlainText, ScalarOrder.Bytes, ScalarComparisons.In | ScalarComparisons.Order,
            "a time such as 2024-07-01T12:00:00Z", (value, _) => value is string text && IsDateTime(text)) { IsTime = true },
        new(ScalarKind.PartialDate, "PartialDate", ScalarForm.PlainText, ScalarOrder.Bytes, ScalarComparisons.In | ScalarComparisons.Order | ScalarComparisons.Within,
            "a date such as 2024, 2024-07 or 2024-07-01", (value, _) => value is string text && PartialDate.IsValid(text)) { IsTime = true },
        new(ScalarKind.Url, "URL", ScalarForm.Text, ScalarOrder.Folded, ScalarComparisons.In | ScalarComparisons.Text, "an http or https address",
            (value, _) => value is string text && IsUrl(text)),
        new(ScalarKind.Enum, "", ScalarForm.Enum, ScalarOrder.Bytes, ScalarComparisons.In, "", (value, values) => value is string text && values!.IndexOf(text) >= 0) { IsCategory = true },
    ];

    private readonly Func<object, EnumType?, bool> _isValid;
    private readonly string _expected;

    private ScalarType(
        ScalarKind kind, string name, ScalarForm form, ScalarOrder order, ScalarComparisons comparisons, string expected, Func<object, EnumType?, bool> isValid)
    {
        (Kind, Name, Form, Order, Comparisons) = (kind, name, form, order, comparisons);
        (_expected, _isValid) = (expected, isValid);
    }

    public static ScalarType Of(ScalarKind kind) => s_all[(int)kind];

    /// <summary>The scalar with this name in the model; null if there is none. Enums have names of their own.</summary>
    public static ScalarType? Find(string name) => s_all.FirstOrDefault(t => t.Name == name && t.Kind != ScalarKind.Enum);

    public ScalarKind Kind { get; }
    /// <summary>The name in the model and the schema; empty for enums.</summary>
    public string Name { get; }
    public ScalarForm Form { get; }
    public ScalarOrder Order { get; }
    public ScalarComparisons Comparisons { get; }
    /// <summary>Whether the values are dates or times.</summary>
    public bool IsTime { get; private init; }
    /// <summary>Whether nodes can be grouped by the value, because many nodes have the same one.</summary>
    public bool IsCategory { get; private init; }
    public bool IsNumber => Form is ScalarForm.Whole or ScalarForm.Number;

    public bool Allows(ScalarComparisons comparisons) => (Comparisons & comparisons) == comparisons;

    /// <summary>Whether a record can have the value.</summary>
    /// <param name="values">The enum, for enums.</param>
    public bool IsValid(object value, EnumType? values) => _isValid(value, values);

    /// <summary>What a valid value is, in words that complete "must be".</summary>
    /// <param name="values">The enum, for enums.</param>
    public string Expected(EnumType? values) => values is null ? _expected : "one of " + string.Join(", ", values.Values.Select(v => v.Name));

    /// <summary>The value of a record that a text stands for; null if there is none. Text is not checked: see <see cref="IsValid"/>.</summary>
    public object? Parse(string text) => Form switch
    {
        ScalarForm.Whole => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarForm.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarForm.Boolean => text switch { "true" => true, "false" => false, _ => null },
        ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Enum => text,
        _ => throw new System.Diagnostics.UnreachableException($"{Form}"),
    };

    public static bool IsDateTime(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool IsText(object value, EnumType? values) => value is string { Length: > 0 } text && !text.Contains('\0', StringComparison.Ordinal);

    public override string ToString() => $"{Kind}";
}
