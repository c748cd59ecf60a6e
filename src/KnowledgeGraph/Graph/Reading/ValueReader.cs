using System.Diagnostics;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Reads the values that filters compare and orders sort by.</summary>
internal sealed class ValueReader(ReadContext context, Visibility visibility, StandingReader standings, EvidenceReader evidence)
{
    /// <summary>The value as JSON; empty if there is none.</summary>
    public ReadOnlySpan<byte> Json(Operand operand, scoped in Subject subject)
    {
        switch (operand)
        {
            case StoredOperand stored: return context.TableOf(subject.Node).Properties[stored.Property.Ordinal, subject.Node.Row];
            case IdOperand: return context.IdOf(subject.Node);
            case SinceOperand: return subject.Relationships!.Since[subject.Relationship];
            case UntilOperand: return subject.Relationships!.Until[subject.Relationship];
            case EdgeStoredOperand stored: return subject.Relationships!.Properties[stored.Property.Ordinal, subject.Relationship];
            case RelianceOperand reliance: return subject.Chains!.Json(reliance, subject.Partner);
            case RelationshipTypeOperand: return subject.Relationships!.Type.Json.Span;
            case EndIdOperand end: return context.IdOf(end.IsFrom ? subject.Relationships!.From[subject.Relationship] : subject.Relationships!.To[subject.Relationship]);
            case ContestedOperand: return Flag(evidence.IsContested(ClaimsOf(subject)));
            case InEffectOperand: return Flag(StandingReader.IsInEffect(subject.Relationships!, subject.Relationship, standings.DateOf(Slot<byte[]?>.None)));
            case CorroborationOperand { What: Leaf.FirstReportedOn }: return evidence.PublishedOn(evidence.Corroborate(ClaimsOf(subject)).FirstReported);
            case ItemOperand: return subject.Item;
            case ThroughOperand through:
                return visibility.OtherEnd(subject.Node, through.Field) is { } node ? Json(through.Inner, new Subject(node)) : default;
            default: throw new UnreachableException($"{operand} has no JSON.");
        }
    }

    /// <summary>Reads a computed value: a count, or a time in milliseconds. False if there is none.</summary>
    public bool TryNumber(Operand operand, scoped in Subject subject, out long number)
    {
        switch (operand)
        {
            case CountOperand count: number = visibility.Count(subject.Node, count.Field); return true;
            case RecordedAtOperand: number = context.TableOf(subject.Node).RecordedAt[subject.Node.Row]; return true;
            case EdgeRecordedAtOperand: number = subject.Relationships!.RecordedAt[subject.Relationship]; return true;
            case RelianceOperand reliance: number = subject.Chains!.Number(reliance, subject.Partner); return true;
            case StandingOperand: number = (int)standings.Of(subject.Relationships!, subject.Relationship, standings.DateOf(Slot<byte[]?>.None)); return true;
            case ClaimCountOperand: number = ClaimsOf(subject).Length; return true;
            case CorroborationOperand corroboration: number = NumberOf(corroboration.What, evidence.Corroborate(ClaimsOf(subject))); return true;
            case ThroughOperand { IsComputed: true } through:
                number = 0;
                return visibility.OtherEnd(subject.Node, through.Field) is { } node && TryNumber(through.Inner, new Subject(node), out number);
            default: throw new UnreachableException($"{operand} is not computed.");
        }
    }

    private static ReadOnlySpan<byte> Flag(bool value) => value ? "true"u8 : "false"u8;

    private ReadOnlySpan<int> ClaimsOf(scoped in Subject subject) => visibility.ClaimsOf(subject.Relationships!, subject.Relationship);

    public static int NumberOf(Leaf what, Corroboration corroboration) => what switch
    {
        Leaf.IndependentOrigins => corroboration.IndependentOrigins,
        Leaf.Outlets => corroboration.Outlets,
        Leaf.Reports => corroboration.Reports,
        _ => throw new UnreachableException($"{what}"),
    };

    public bool IsMissing(Operand operand, scoped in Subject subject) =>
        operand.IsComputed ? !TryNumber(operand, subject, out _) : Json(operand, subject).IsEmpty;

    /// <summary>The list of a property of the node, or of the relationship, as JSON; empty if there is none.</summary>
    public ReadOnlySpan<byte> List(Property property, bool isEdge, scoped in Subject subject) => isEdge
        ? subject.Relationships!.Properties[property.Ordinal, subject.Relationship]
        : context.TableOf(subject.Node).Properties[property.Ordinal, subject.Node.Row];

    /// <summary>Takes the next string, with its quotes, off a JSON list of strings.</summary>
    public static bool NextItem(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> item)
    {
        item = default;
        var open = list.IndexOf((byte)'"');
        if (open < 0)
            return false;
        var end = open + 1;
        while (list[end] != '"')
            end += list[end] == '\\' ? 2 : 1;
        item = list[open..(end + 1)];
        list = list[(end + 1)..];
        return true;
    }
}
