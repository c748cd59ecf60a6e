using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>Formats without parameters.</summary>
internal static class Formats
{
    public static readonly ValueFormat Scalar = new ValueFormat.Scalar();
    public static readonly ValueFormat Id = new ValueFormat.Value(ScalarKind.Id, IsRequired: true);
    public static readonly ValueFormat RequiredText = new ValueFormat.Value(ScalarKind.String, IsRequired: true);
    public static readonly ValueFormat Version = new ValueFormat.Value(ScalarKind.Int, IsRequired: true);
    public static readonly ValueFormat Date = new ValueFormat.Value(ScalarKind.PartialDate, IsRequired: false);
    public static readonly ValueFormat RequiredDate = new ValueFormat.Value(ScalarKind.PartialDate, IsRequired: true);
    public static readonly ValueFormat Number = new ValueFormat.Number();
    public static readonly ValueFormat Time = new ValueFormat.Time();
    public static readonly ValueFormat TimeOrNull = new ValueFormat.Time(IsRequired: false);
    public static readonly ValueFormat QuoteUrl = new ValueFormat.QuoteUrl();
    public static readonly ValueFormat Null = new ValueFormat.Constant("null"u8.ToArray());
}
