using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>What a payload selects of its errors, for each kind of error.</summary>
public sealed class ErrorSelection
{
    /// <summary>A field of an error; a null part is the name of its type.</summary>
    internal readonly record struct Field(string Key, MutationErrorPart? Part);

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<ImmutableArray<Field>> _fields;

    /// <param name="fields">By the position of the kind.</param>
    internal ErrorSelection(ImmutableArray<ImmutableArray<Field>> fields) => _fields = fields;

    /// <summary>The errors as a JSON list.</summary>
    public byte[] Write(IEnumerable<MutationError> errors)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartArray();
            foreach (var error in errors)
                Write(json, error);
            json.WriteEndArray();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter json, MutationError error)
    {
        json.WriteStartObject();
        foreach (var (key, part) in _fields[(int)error.Kind])
            switch (part)
            {
                case null: json.WriteString(key, MutationErrors.TypeName(error.Kind)); break;
                case MutationErrorPart.Message: json.WriteString(key, error.Message); break;
                case MutationErrorPart.Code: json.WriteString(key, error.Code); break;
                case MutationErrorPart.Path:
                    json.WriteStartArray(key);
                    foreach (var step in error.Path)
                        json.WriteStringValue(step);
                    json.WriteEndArray();
                    break;
                case MutationErrorPart.CurrentRevision: WriteNumber(json, key, error.Conflict?.Revision); break;
                case MutationErrorPart.ChangedBy: json.WriteString(key, error.Conflict?.ChangedBy); break;
                case MutationErrorPart.ChangedAt: json.WriteString(key, TimeText.Of(error.Conflict?.ChangedAt)); break;
                default: throw new System.Diagnostics.UnreachableException($"{part}");
            }
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, long? number)
    {
        if (number is { } value)
            json.WriteNumber(key, value);
        else
            json.WriteNull(key);
    }
}

/// <summary>An error of a mutation that its client can act on.</summary>
public sealed record MutationError(MutationErrorKind Kind, string Message, string Code, ImmutableArray<string> Path)
{
    /// <summary>The stored record that the write contradicts; null if there is none.</summary>
    public ConflictingRecord? Conflict { get; init; }

    /// <summary>For a write without errors of its own, when another write of the operation has some.</summary>
    public static readonly MutationError Aborted = new(
        MutationErrorKind.Aborted, "Nothing was committed, because another field of the operation has errors.", "ABORTED", ["input"]);

    public static MutationError Of(ChangeError error)
    {
        var location = error.Location as JsonLocation ?? new JsonLocation(["input"]);
        return new(KindOf(error.Code), Excerpt.OfMessage(error.Message), CodeOf(error.Code), error.Field is { } field ? location.Of(field).Path : location.Path) { Conflict = error.Conflict };
    }

    private static MutationErrorKind KindOf(ChangeErrorCode code) => code switch
    {
        ChangeErrorCode.NotFound => MutationErrorKind.NotFound,
        ChangeErrorCode.EvidenceMissing => MutationErrorKind.EvidenceMissing,
        ChangeErrorCode.Taken or ChangeErrorCode.Exists or ChangeErrorCode.Stale or ChangeErrorCode.ChangedSince or ChangeErrorCode.Reviewed => MutationErrorKind.Conflict,
        ChangeErrorCode.UnreadableFile or ChangeErrorCode.UnknownName or ChangeErrorCode.InvalidValue or ChangeErrorCode.MissingValue or ChangeErrorCode.InvalidId
            or ChangeErrorCode.Duplicate or ChangeErrorCode.Contradiction or ChangeErrorCode.StillReferenced or ChangeErrorCode.InvalidEnds or ChangeErrorCode.InvalidPeriod
            or ChangeErrorCode.NotUnique or ChangeErrorCode.TooMany or ChangeErrorCode.InvalidEvidence or ChangeErrorCode.UnusedEvidence or ChangeErrorCode.TooLong => MutationErrorKind.Validation,
        _ => throw new System.Diagnostics.UnreachableException($"{code}"),
    };

    /// <summary><c>NotFound</c> is "NOT_FOUND".</summary>
    private static string CodeOf(ChangeErrorCode code) =>
        string.Concat($"{code}".Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
