using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>The fields that a record of a type can have, found by their bytes.</summary>
internal sealed class TypeFields
{
    private readonly (byte[] Bytes, string Name, Property? Property)[] _fields;

    private TypeFields(IEnumerable<string> fixedNames, IEnumerable<Property> properties) =>
        _fields = [.. fixedNames.Select(n => (Encoding.UTF8.GetBytes(n), n, default(Property))), .. properties.Select(p => (Encoding.UTF8.GetBytes(p.Name), p.Name, (Property?)p))];

    /// <summary>Those of the id of a merged node.</summary>
    public static TypeFields OfRedirect { get; } = new([RecordLine.Redirect, RecordLine.To], []);

    public static TypeFields Of(NodeType type) => new([RecordLine.Node, RecordLine.Id, RecordLine.RecordedAt], type.Properties);

    public static TypeFields Of(RelationshipType type) => new(
        [RecordLine.Relationship, RecordLine.From, RecordLine.To, RecordLine.Since, RecordLine.Until, RecordLine.RecordedAt, RecordLine.Claims], type.Properties);

    public IReadOnlyList<string> Names => [.. _fields.Select(f => f.Name)];

    public int Count => _fields.Length;

    /// <returns>The position of the field at which the reader is; -1 if there is none.</returns>
    public int Find(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _fields.Length; i++)
            if (reader.ValueTextEquals(_fields[i].Bytes))
                return i;
        return -1;
    }

    public (string Name, Property? Property) this[int field] => (_fields[field].Name, _fields[field].Property);
}
