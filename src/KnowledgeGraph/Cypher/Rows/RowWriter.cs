using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>Writes a response while it reads a statement's row, token by token. Neither is ever held as objects.</summary>
internal readonly ref struct RowWriter<TRow>(BoundPlan bound, ResponseBuffer response)
    where TRow : struct, IRowReader, allows ref struct
{
    private readonly BoundPlan _bound = bound;
    private readonly ResponseBuffer _response = response;
    private readonly ScalarWriter _scalars = new(response);

    /// <param name="row">At the first token of the value, and then at its last one.</param>
    public void Write(ref TRow row, ValueFormat format)
    {
        switch (format)
        {
            case ValueFormat.Constant constant: _response.Write(constant.Json); return;
            case ValueFormat.ByKey byKey:
                if (row.Token == RowToken.Null && byKey.Lookup.NoteIfMissing(_bound.ValueOrNull) is { } note)
                    _response.AddNote(note);
                Write(ref row, byKey.Item);
                return;
            case ValueFormat.ById byId:
                _response.HasUnknownIds |= row.Token == RowToken.Null;
                Write(ref row, byId.Item);
                return;
            case ValueFormat.Bound known: _response.Write(_bound.Value(known.Answer)); return;
        }
        if (row.Token == RowToken.Null)
        {
            if (format is ValueFormat.Value { IsRequired: true } or ValueFormat.Time { IsRequired: true })
                throw new StoredValueException();
            _response.Write("null"u8);
            return;
        }
        switch (format)
        {
            case ValueFormat.Scalar: WriteScalar(ref row); break;
            case ValueFormat.Value value: WriteValue(ref row, value); break;
            // "Infinity", of a sum: JSON has no such number
            case ValueFormat.Number when row.Token == RowToken.Text: _response.Write("null"u8); break;
            case ValueFormat.Number: _scalars.WriteNumber(row.Double); break;
            case ValueFormat.Time: _scalars.WriteTime(ref row); break;
            case ValueFormat.Cursor cursor: WriteCursor(ref row, cursor.Tag); break;
            case ValueFormat.Object fields:
                row.Expect(RowToken.StartList);
                WriteFields(ref row, fields);
                break;
            case ValueFormat.OneOf several:
                row.Expect(RowToken.StartList);
                row.Read();
                WriteFields(ref row, several.Objects[row.Int32]);
                break;
            case ValueFormat.Matched matched: WriteMatched(ref row, matched); break;
            case ValueFormat.QuoteUrl: WriteQuoteUrl(ref row); break;
            case ValueFormat.List list: WriteList(ref row, list.Item); break;
            case ValueFormat.SameNode same: WriteSameNode(ref row, same); break;
            default: throw new UnreachableException($"{format}");
        }
    }

    private void WriteQuoteUrl(ref TRow row)
    {
        row.Expect(RowToken.StartList);
        var (url, quote) = (Text(ref row, ScalarKind.Url), Text(ref row, ScalarKind.String));
        row.Read();
        row.Expect(RowToken.EndList);
        var address = url is null || quote is null ? [] : QuoteAddress.Json(url, quote);
        _response.Write(address is [] ? "null"u8 : address);
    }

    /// <summary>The next value.</summary>
    /// <exception cref="StoredValueException">It is neither null nor a valid text.</exception>
    private static string? Text(ref TRow row, ScalarKind kind)
    {
        row.Read();
        return row.Token == RowToken.Null ? null
            : StoredValue.IsValid(ref row, kind, null) ? row.String : throw new StoredValueException(row.Token == RowToken.Text ? row.String : null);
    }

    private void WriteSameNode(ref TRow row, ValueFormat.SameNode same)
    {
        row.Expect(RowToken.StartList);
        row.Read();
        var isSame = row.Boolean;
        row.Read();
        if (!isSame && row.Boolean)
            throw same.Lookup.Conflict(_bound.Plan.Parameters);
        row.Read();
        if (isSame)
            Write(ref row, same.Item);
        else
        {
            row.Skip();
            _response.Write("null"u8);
        }
        row.Read();
        row.Expect(RowToken.EndList);
    }

    private void WriteFields(ref TRow row, ValueFormat.Object format)
    {
        var fields = format.Fields;
        if (fields.IsEmpty)
            _response.Write("{"u8);
        foreach (var field in fields)
        {
            _response.Write(field.Key.Prefix.Span);
            if (field.Format.IsInRow)
                row.Read();
            try
            {
                Write(ref row, field.Format);
            }
            catch (StoredValueException e) when (e.AddStep(field.Key.Name))
            {
                throw;
            }
        }
        if (format.Note is not null)
            AddNotes(ref row, format.Note);
        row.Read();
        row.Expect(RowToken.EndList);
        _response.Write("}"u8);
    }

    private void AddNotes(ref TRow row, NoteFormat note)
    {
        row.Read();
        switch (note)
        {
            case NoteFormat.If { Text: var text }:
                if (row.Token == RowToken.True)
                    _response.AddNote(text);
                break;
            case NoteFormat.UnknownIds:
                row.Expect(RowToken.StartList);
                for (; row.Read() && row.Token != RowToken.EndList; _response.HasUnknownIds = true)
                    _response.AddNote(Notes.UnknownId(row.String));
                break;
            default: throw new UnreachableException($"{note}");
        }
    }

    private void WriteList(ref TRow row, ValueFormat item)
    {
        row.Expect(RowToken.StartList);
        _response.Write("["u8);
        for (var position = 0; row.Read() && row.Token != RowToken.EndList; position++)
        {
            if (position > 0)
                _response.Write(","u8);
            try
            {
                Write(ref row, item);
            }
            catch (StoredValueException e) when (e.AddStep(position))
            {
                throw;
            }
        }
        _response.Write("]"u8);
    }

    private void WriteScalar(ref TRow row)
    {
        if (row.Token == RowToken.StartList)
            WriteList(ref row, Formats.Scalar);
        else
            _scalars.Copy(ref row);
    }

    private void WriteValue(ref TRow row, ValueFormat.Value value)
    {
        if (!value.IsList)
        {
            WriteItem(ref row, value);
            return;
        }
        if (row.Token != RowToken.StartList)
            throw new StoredValueException();
        _response.Write("["u8);
        for (var isFirst = true; row.Read() && row.Token != RowToken.EndList; isFirst = false)
        {
            if (!isFirst)
                _response.Write(","u8);
            WriteItem(ref row, value);
        }
        _response.Write("]"u8);
    }

    private void WriteItem(ref TRow row, ValueFormat.Value value)
    {
        if (!StoredValue.IsValid(ref row, value.Kind, value.Enum))
            throw new StoredValueException(row.Token == RowToken.Text ? row.String : null);
        if (value.Kind == ScalarKind.Float)
            _scalars.WriteNumber(row.Double);
        else
            _scalars.Copy(ref row);
    }

    private void WriteMatched(ref TRow row, ValueFormat.Matched matched)
    {
        var (search, isFirst) = (_bound.Value(matched.Text), true);
        _response.Write("["u8);
        foreach (var property in matched.Properties)
        {
            row.Read();
            var isList = row.Token == RowToken.StartList;
            while (isList ? row.Read() && row.Token != RowToken.EndList : row.Token == RowToken.Text)
            {
                if (row.Token != RowToken.Text)
                    throw new StoredValueException();
                if (search.DistanceIn(row.String) is { } distance)
                {
                    if (!isFirst)
                        _response.Write(","u8);
                    isFirst = false;
                    WriteMatch(ref row, property, distance, matched.Fields);
                }
                if (!isList)
                    break;
            }
        }
        row.Read();
        row.Expect(RowToken.EndList);
        _response.Write("]"u8);
    }

    private void WriteMatch(ref TRow row, Property property, int distance, ImmutableArray<PlanField> fields)
    {
        if (fields.IsEmpty)
            _response.Write("{"u8);
        foreach (var field in fields)
        {
            _response.Write(field.Key.Prefix.Span);
            switch (field)
            {
                case LeafField { What: Leaf.MatchedField }: _response.Write(property.NameJson.Span); break;
                case LeafField { What: Leaf.MatchedText }: _scalars.Copy(ref row); break;
                case LeafField { What: Leaf.MatchedDistance }: _response.Write([(byte)('0' + distance)]); break;
                case ConstantField constant: _response.Write(constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        _response.Write("}"u8);
    }

    private void WriteCursor(ref TRow row, uint tag)
    {
        row.Expect(RowToken.StartList);
        _scalars.WriteCursor(ref row, tag);
    }
}
