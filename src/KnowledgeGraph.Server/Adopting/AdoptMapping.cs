using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Importing;

namespace KnowledgeGraph.Server.Adopting;

/// <summary>What the labels, types and properties of another graph are in this one.</summary>
/// <param name="Report">Where all that is adopted is said to come from.</param>
/// <param name="Nodes">A node has the type of the first of them whose label it has.</param>
/// <param name="Relationships">At most one for each type of relationships.</param>
internal sealed record AdoptMapping(AdoptedReport Report, ImmutableArray<AdoptedNodes> Nodes, ImmutableArray<AdoptedRelationships> Relationships)
{
    /// <summary>The fields that lines of a type speak about. Other fields of a record that exists stay as they are.</summary>
    public IReadOnlySet<string>? FieldsOf(string type)
    {
        var fields = Nodes.Where(n => n.Type.Name == type).SelectMany(n => n.Fields)
            .Concat(Relationships.Where(r => r.Type.Name == type).SelectMany(r => r.Fields)).Select(f => f.Name).ToHashSet();
        if (Relationships.Any(r => r.Type.Name == type))
            fields.Add(RecordLine.Claims);
        return fields.Count > 0 ? fields : null;
    }
}

/// <summary>The report that is the evidence.</summary>
internal sealed record AdoptedReport(string Title, string Kind, string Publisher, string PublisherKind, string? Date, string? Url, string? Statement);

/// <summary>The nodes with a label.</summary>
/// <param name="Id">Null if ids are made from names.</param>
internal sealed record AdoptedNodes(string Label, NodeType Type, CsvTemplate? Id, ImmutableArray<AdoptedField> Fields);

/// <summary>The relationships of a type.</summary>
/// <param name="Name">Their type in the other graph.</param>
/// <param name="IsReversed">Whether they lead in the other direction.</param>
internal sealed record AdoptedRelationships(string Name, RelationshipType Type, bool IsReversed, ImmutableArray<AdoptedField> Fields);

/// <summary>A field of a record, and where a node or relationship has its value.</summary>
/// <param name="Property">The property; null for since and until.</param>
/// <param name="Template">A text with names of properties in braces.</param>
/// <param name="Constant">The value itself, if all have the same.</param>
internal sealed record AdoptedField(string Name, Property? Property, CsvTemplate? Template, string? Constant)
{
    /// <summary>The properties of the other graph that it reads.</summary>
    public ImmutableArray<string> Sources => Template?.Columns ?? [];
}
