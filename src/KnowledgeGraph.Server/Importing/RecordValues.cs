using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>The values that a line gives, until they are a record. Each is checked when it is set.</summary>
internal sealed class RecordValues(IRecordSource source, string type, ImportErrors errors)
{
    private readonly Dictionary<string, object> _properties = [];
    private readonly Dictionary<string, string> _texts = [];
    private ImmutableArray<string> _claims = [];
    private long? _recordedAt;
    private bool _isFaulty;

    /// <inheritdoc cref="ImportRecord.Fields"/>
    public IReadOnlySet<string>? Fields { get; init; }

    /// <summary>What a field that is no property must be.</summary>
    public static string Expected(string field) => field switch
    {
        RecordLine.RecordedAt => "a time such as 2024-07-01T12:00:00Z",
        RecordLine.Since or RecordLine.Until => "a date such as 2024, 2024-07 or 2024-07-01",
        RecordLine.Claims => "ids of claims",
        _ => "the id of a node",
    };

    public void Fail(FileLocation location, string message)
    {
        _isFaulty = true;
        errors.Add(source.Line, location, $"{type}: {message}");
    }

    /// <summary>Sets a field that is no property.</summary>
    /// <returns>What is wrong with the value; null if nothing is.</returns>
    public string? Set(string field, string value)
    {
        var isValid = field switch
        {
            RecordLine.Since or RecordLine.Until => PartialDate.IsValid(value),
            RecordLine.RecordedAt => ScalarType.IsDateTime(value),
            _ => value.Length > 0,
        };
        if (!isValid)
            return $"`{field}` must be {Expected(field)}, but was {ChangeSetValidator.Show(value)}.";
        if (field == RecordLine.RecordedAt)
            _recordedAt = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
        else
            _texts[field] = value;
        return null;
    }

    public string? SetClaims(ImmutableArray<string> claims)
    {
        _claims = claims;
        return null;
    }

    /// <inheritdoc cref="Set(string, string)"/>
    public string? Set(Property property, object value)
    {
        var wrong = property.IsList ? ((ImmutableArray<string>)value).FirstOrDefault(i => !PropertyRules.IsValid(property, i)) : PropertyRules.IsValid(property, value) ? null : value;
        if (wrong is null)
            _properties[property.Name] = value;
        return wrong is null ? null : property.Enum is { } choice
            ? $"`{property.Name}` has the unknown value {ChangeSetValidator.Show(wrong)}. {Nearest.Suggest((string)wrong, [.. choice.Values.Select(v => v.Name)])}"
            : $"`{property.Name}` must be {PropertyRules.Expected(property)}, but was {ChangeSetValidator.Show(wrong)}.";
    }

    /// <returns>Null if it has no id.</returns>
    public ImportRecord? ToNode(NodeType nodeType)
    {
        if (Need(RecordLine.Id) is not { } id)
            return null;
        Complete(nodeType.Properties);
        return new ImportRecord.Node(source, new NodeRecord(nodeType, id, _properties, At) { RecordedAt = _recordedAt }) { IsFaulty = _isFaulty, Fields = Fields };
    }

    /// <returns>Null if it has no ends.</returns>
    public ImportRecord? ToRelationship(RelationshipType relationshipType)
    {
        var (from, to) = (Need(RecordLine.From), Need(RecordLine.To));
        if (from is null || to is null)
            return null;
        Complete(relationshipType.Properties);
        var record = new RelationshipRecord(relationshipType, from, to, At)
        {
            Since = _texts.GetValueOrDefault(RecordLine.Since),
            Until = _texts.GetValueOrDefault(RecordLine.Until),
            Properties = _properties,
            Claims = _claims,
            RecordedAt = _recordedAt,
        };
        return new ImportRecord.Relationship(source, record) { IsFaulty = _isFaulty, Fields = Fields };
    }

    /// <returns>Null if it has no ids.</returns>
    public ImportRecord? ToRedirect() => (Need(RecordLine.Redirect), Need(RecordLine.To)) is ({ } from, { } into)
        ? new ImportRecord.Merged(source, new Redirect(from, into) { Location = At }) { IsFaulty = _isFaulty } : null;

    private FileLocation At => new(source.Locate(null).File, source.Line, 0);

    private string? Need(string field)
    {
        var value = _texts.GetValueOrDefault(field);
        if (value is null && !_isFaulty)
            Fail(source.Locate(field), $"`{field}` is missing. It must be {Expected(field)}.");
        return value;
    }

    private void Complete(ImmutableArray<Property> properties)
    {
        if (Fields is null && !_isFaulty)
            PropertyDefaults.Fill(properties, _properties);
    }
}
