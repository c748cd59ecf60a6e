using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>
/// The stored form of properties: one JSON object with the properties in the order of the model, without those that have no value.
/// Strings are escaped as little as JSON allows, so that the stored bytes can be copied to a response.
/// </summary>
public static class RecordJson
{
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Encode(ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartObject();
        foreach (var property in properties)
        {
            if (!values.TryGetValue(property.Name, out var value))
                continue;
            writer.WritePropertyName(property.Name);
            Write(writer, value);
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A value as JSON.</summary>
    public static byte[] EncodeValue(object value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        Write(writer, value);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The fields of an entry as one list: for each its name and its values before and after, which are null where there is none.</summary>
    public static byte[] Encode(IEnumerable<FieldChange> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        void WriteOrNull(object? value)
        {
            if (value is null)
                writer.WriteNullValue();
            else
                Write(writer, value);
        }
        writer.WriteStartArray();
        foreach (var (name, before, after) in fields)
        {
            writer.WriteStringValue(name);
            WriteOrNull(before);
            WriteOrNull(after);
        }
        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The fields of an entry, from such a list.</summary>
    /// <param name="typeOf">The type of a property; null for a field that is none.</param>
    public static List<FieldChange> DecodeFields(ReadOnlySpan<byte> json, Func<string, ScalarType?> typeOf)
    {
        var fields = new List<FieldChange>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            var name = reader.GetString()!;
            var type = typeOf(name);
            reader.Read();
            var before = Read(ref reader, type);
            reader.Read();
            fields.Add(new(name, before, Read(ref reader, type)));
        }
        return fields;
    }

    /// <summary>A string as JSON, with its quotes.</summary>
    public static byte[] Encode(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 16);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStringValue(text);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static Dictionary<string, object> Decode(ImmutableArray<Property> properties, ReadOnlySpan<byte> json)
    {
        var values = new Dictionary<string, object>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var type = properties.FirstOrDefault(p => p.Name == name)?.Type;
            if (Read(ref reader, type) is { } value)
                values[name] = value;
        }
        return values;
    }

    internal static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long number: writer.WriteNumberValue(number); break;
            // A negative zero equals zero and would be printed otherwise.
            case double number: writer.WriteNumberValue(number == 0 ? 0 : number); break;
            case IEnumerable<string> list:
                writer.WriteStartArray();
                foreach (var item in list)
                    writer.WriteStringValue(item);
                writer.WriteEndArray();
                break;
            default: throw new UnreachableException();
        }
    }

    private static object? Read(ref Utf8JsonReader reader, ScalarType? type)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Number: return type?.Form == ScalarForm.Whole ? reader.GetInt64() : reader.GetDouble();
            case JsonTokenType.StartArray:
                var list = ImmutableArray.CreateBuilder<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Add(reader.GetString()!);
                return list.ToImmutable();
            default: return null;
        }
    }
}
