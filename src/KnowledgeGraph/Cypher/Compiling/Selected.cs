using System.Collections.Immutable;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>A value of the row, and how it is written into the response.</summary>
internal readonly record struct Selected(CypherText Value, ValueFormat Format)
{
    /// <summary>A value that is known before the statement runs. It has no place in the row.</summary>
    public static Selected Known(ValueFormat format) => new($"null", format);

    /// <summary>An object: in the row, the list of its fields' values.</summary>
    /// <param name="note">The value of a note, after the fields; null for none.</param>
    public static Selected Object(ImmutableArray<PlanField> fields, Func<PlanField, Selected> select, (CypherText Value, NoteFormat Format)? note = null)
    {
        var (values, format) = Fields(fields, select);
        return note is { } last
            ? new(CypherText.List([.. values, last.Value]), format with { Note = last.Format }) : new(CypherText.List(values), format);
    }

    /// <summary>The values of an object's fields, without those that are known before the statement runs.</summary>
    public static (List<CypherText> Values, ValueFormat.Object Format) Fields(ImmutableArray<PlanField> fields, Func<PlanField, Selected> select)
    {
        var values = new List<CypherText>();
        var formats = ImmutableArray.CreateBuilder<ValueFormat.Field>(fields.Length);
        foreach (var field in fields)
        {
            var selected = field is ConstantField constant ? Known(new ValueFormat.Constant(constant.Json)) : select(field);
            if (selected.Format.IsInRow)
                values.Add(selected.Value);
            formats.Add(new ValueFormat.Field(field.Key, selected.Format));
        }
        return (values, new ValueFormat.Object(formats.MoveToImmutable()));
    }
}
