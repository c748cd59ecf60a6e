using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Reading.Items;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Writes relationships: their dates, claims and corroboration.</summary>
internal sealed class RelationshipWriter(
    ResponseWriter writer, RelationshipIdWriter ids, Visibility visibility, StandingReader standings, EvidenceReader evidenceReader, NodeWriter nodes)
{
    /// <summary>A stack: the claims of the edges that are being written, the innermost last.</summary>
    private readonly ItemStack<int> _claims = new();
    private readonly Comparison<int> _compareClaims = evidenceReader.Compare;

    /// <summary>Forgets lists that an error left unfinished.</summary>
    public void Release() => _claims.Truncate(0);

    /// <summary>Writes a relationship with its two nodes.</summary>
    public void Write(ImmutableArray<PlanField> fields, RelationshipTable table, int row)
    {
        foreach (var field in fields)
            WriteAnyField(field, table, row);
        writer.EndObject(fields.IsEmpty);
    }

    /// <summary>Writes a field of a relationship of any type.</summary>
    public void WriteAnyField(PlanField field, RelationshipTable table, int row)
    {
        switch (field)
        {
            case LeafField { What: Leaf.TypeName }: writer.Value(field.Key, table.Type.Json.Span); break;
            case StartNodeField node:
                writer.Key(field.Key);
                nodes.Write(node.Selection, table.From[row]);
                break;
            case EndNodeField node:
                writer.Key(field.Key);
                nodes.Write(node.Selection, table.To[row]);
                break;
            case ConstantField constant: writer.Value(field.Key, constant.Json); break;
            default: WriteField(field, table, row); break;
        }
    }

    /// <summary>Writes a field of the relationship itself.</summary>
    public void WriteField(PlanField field, RelationshipTable table, int row)
    {
        switch (field)
        {
            case LeafField { What: Leaf.RelationshipId }: ids.Write(field.Key, table, row); break;
            case LeafField { What: Leaf.Since }: writer.PaddedValue(field.Key, table.Since[row]); break;
            case LeafField { What: Leaf.Until }: writer.PaddedValue(field.Key, table.Until[row]); break;
            case LeafField { What: Leaf.RecordedAt }: writer.Time(field.Key, table.RecordedAt[row]); break;
            case LeafField { What: Leaf.Revision }: writer.Number(field.Key, table.Revisions[row]); break;
            case InEffectField inEffect: writer.Boolean(field.Key, StandingReader.IsInEffect(table, row, standings.DateOf(inEffect.On))); break;
            case StandingField standing: writer.Standing(field.Key, standings.Of(table, row, standings.DateOf(standing.On))); break;
            case LeafField { What: Leaf.KnownUntil }: writer.Text(field.Key, standings.KnownUntil(table, row)); break;
            default: WriteEvidenceField(field, visibility.ClaimsOf(table, row)); break;
        }
    }

    /// <summary>Writes a field that is derived from claims.</summary>
    public void WriteEvidenceField(PlanField field, ReadOnlySpan<int> claims)
    {
        switch (field)
        {
            case EvidenceField evidence:
                writer.Key(field.Key);
                WriteClaims(evidence.Selection, claims);
                break;
            case LeafField { What: Leaf.Contested }: writer.Boolean(field.Key, evidenceReader.IsContested(claims)); break;
            case CorroborationField corroboration:
                writer.Key(field.Key);
                WriteCorroboration(corroboration.Fields, evidenceReader.Corroborate(claims));
                break;
            default: throw new UnreachableException($"{field}");
        }
    }

    /// <summary>Writes the claims by the date of their report (none last), then by id.</summary>
    private void WriteClaims(NodeSelection selection, ReadOnlySpan<int> claims)
    {
        var mark = _claims.Count;
        foreach (var claim in claims)
            _claims.Push(claim);
        _claims.From(mark).Sort(_compareClaims);
        writer.BeginList();
        for (var i = mark; i < mark + claims.Length; i++)
        {
            writer.Separate(isFirst: i == mark);
            nodes.Write(selection, evidenceReader.NodeOf(_claims[i]));
        }
        writer.EndList();
        _claims.Truncate(mark);
    }

    private void WriteCorroboration(ImmutableArray<PlanField> fields, Corroboration corroboration)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case LeafField { What: Leaf.IndependentOrigins }: writer.Number(field.Key, corroboration.IndependentOrigins); break;
                case LeafField { What: Leaf.Outlets }: writer.Number(field.Key, corroboration.Outlets); break;
                case LeafField { What: Leaf.Reports }: writer.Number(field.Key, corroboration.Reports); break;
                case LeafField { What: Leaf.FirstReportedOn }: writer.Value(field.Key, evidenceReader.PublishedOn(corroboration.FirstReported)); break;
                case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        writer.EndObject(fields.IsEmpty);
    }
}
