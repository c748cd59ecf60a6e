using System.Text;
using KnowledgeGraph.Changes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Reads YAML as text with locations. Reports duplicate keys, aliases and syntax errors.</summary>
internal sealed class YamlReader
{
    private const int DeepestNesting = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _file;
    private readonly List<ChangeError> _errors;
    private readonly Parser _parser;

    private YamlReader(string file, string text, List<ChangeError> errors) =>
        (_file, _errors, _parser) = (file, errors, new Parser(new Scanner(new StringReader(text), skipComments: true)));

    /// <summary>The documents of the file up to the first syntax error.</summary>
    public static IReadOnlyList<YamlValue> Read(string file, ReadOnlySpan<byte> bytes, List<ChangeError> errors)
    {
        var documents = new List<YamlValue>();
        if (Decode(file, bytes, errors) is not { } text)
            return documents;
        var reader = new YamlReader(file, text, errors);
        try
        {
            reader._parser.Consume<StreamStart>();
            while (reader._parser.TryConsume<DocumentStart>(out _))
            {
                documents.Add(reader.ReadValue(0));
                reader._parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException e)
        {
            var location = new FileLocation(file, (int)e.Start.Line, (int)e.Start.Column);
            errors.Add(new ChangeError(ChangeErrorCode.UnreadableFile, location, $"The YAML is invalid: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}."));
        }
        return documents;
    }

    private static string? Decode(string file, ReadOnlySpan<byte> bytes, List<ChangeError> errors)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..e.Index];
            errors.Add(new ChangeError(
                ChangeErrorCode.UnreadableFile, new FileLocation(file, before.Count((byte)'\n') + 1, e.Index - before.LastIndexOf((byte)'\n')), "The bytes are not UTF-8. Save the file as UTF-8."));
            return null;
        }
    }

    private YamlValue ReadValue(int depth)
    {
        if (depth > DeepestNesting)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"The nesting is deeper than {DeepestNesting} levels");
        if (_parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar))
            return new YamlValue.Scalar(LocationOf(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);
        if (_parser.TryConsume<SequenceStart>(out var sequence))
            return ReadSequence(LocationOf(sequence), depth);
        if (_parser.TryConsume<MappingStart>(out var mapping))
            return ReadMapping(LocationOf(mapping), depth);
        var alias = _parser.Consume<YamlDotNet.Core.Events.AnchorAlias>();
        _errors.Add(new ChangeError(ChangeErrorCode.UnreadableFile, LocationOf(alias), $"The alias `*{alias.Value}` is not supported. Write the value itself."));
        return new YamlValue.Scalar(LocationOf(alias), alias.Value.Value, IsPlain: false);
    }

    private YamlValue.Sequence ReadSequence(FileLocation location, int depth)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadValue(depth + 1));
        return new YamlValue.Sequence(location, [.. items]);
    }

    private YamlValue.Mapping ReadMapping(FileLocation location, int depth)
    {
        var entries = new Dictionary<string, (YamlValue.Scalar Key, YamlValue Value)>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var (key, value) = (ReadValue(depth + 1), ReadValue(depth + 1));
            if (key is not YamlValue.Scalar name)
                _errors.Add(new ChangeError(ChangeErrorCode.InvalidValue, key.Location, $"A key must be text, but was {key.Describe()}."));
            else if (!entries.TryAdd(name.Text, (name, value)))
                _errors.Add(new ChangeError(ChangeErrorCode.Duplicate, name.Location, $"The key `{name.Text}` appears twice (first at {entries[name.Text].Key.Location}). Give it once."));
        }
        return new YamlValue.Mapping(location, [.. entries.Values.OrderBy(e => e.Key.Location.Line).ThenBy(e => e.Key.Location.Column)]);
    }

    private FileLocation LocationOf(ParsingEvent found) => new(_file, (int)found.Start.Line, (int)found.Start.Column);
}
