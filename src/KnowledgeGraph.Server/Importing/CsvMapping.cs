using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Which columns of a CSV file are which fields of the records of one type.</summary>
/// <param name="Fields">At most one for each field.</param>
internal sealed record CsvMapping(NodeType? Node, RelationshipType? Relationship, ImmutableArray<CsvField> Fields)
{
    public const string DefaultSeparator = ";";

    public string TypeName => Node?.Name ?? Relationship!.Name;

    /// <summary>Between the items of a list in a cell.</summary>
    public string Separator { get; init; } = DefaultSeparator;

    /// <summary>Whether the rows are whole records, as an export writes them. A text that a spreadsheet would take for a formula then has an apostrophe before it.</summary>
    public bool IsExport { get; init; }

    /// <summary>The fields that records of a type can have, beside their properties.</summary>
    public static ImmutableArray<string> FieldsOf(NodeType? node) => node is not null ? [RecordLine.Id, RecordLine.RecordedAt]
        : [RecordLine.From, RecordLine.To, RecordLine.Since, RecordLine.Until, RecordLine.Claims, RecordLine.RecordedAt];

    /// <summary>The mapping of a file that an export wrote: its name is the type, and its columns are the fields.</summary>
    /// <param name="name">The name of the file, without folder.</param>
    /// <returns>Null if there is no such type.</returns>
    public static CsvMapping? OfExport(GraphModel model, string name, IEnumerable<string> columns)
    {
        var (node, relationship) = (model.FindNodeType(name), model.FindRelationshipType(name));
        return node is null && relationship is null ? null
            : new(node, relationship, [.. columns.Select(c => new CsvField(c, (node?.Properties ?? relationship!.Properties).FirstOrDefault(p => p.Name == c), CsvTemplate.OfColumn(c), null))]) { IsExport = true };
    }
}

/// <summary>A field of a record, and where a row has its value.</summary>
/// <param name="Property">The property; null for another field.</param>
/// <param name="Location">Where the mapping says so; null if there is no mapping.</param>
internal sealed record CsvField(string Name, Property? Property, CsvTemplate Template, FileLocation? Location);
