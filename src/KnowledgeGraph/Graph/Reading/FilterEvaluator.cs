using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Decides whether a filter holds. Logic has two values: a comparison with a missing value is false.</summary>
internal sealed class FilterEvaluator(ReadContext context, Visibility visibility, ValueReader values)
{
    public bool Holds(Filter filter, scoped in Subject subject)
    {
        context.ThrowIfCancelled();
        switch (filter)
        {
            case Filter.All all:
                foreach (var one in all.Filters)
                    if (!Holds(one, subject))
                        return false;
                return true;
            case Filter.Any any:
                foreach (var one in any.Filters)
                    if (Holds(one, subject))
                        return true;
                return false;
            case Filter.Not not: return !Holds(not.Inner, subject);
            case Filter.Compare compare: return Holds(compare, subject);
            case Filter.Missing missing: return values.IsMissing(missing.Value, subject);
            case Filter.Folded folded: return Holds(folded, subject);
            case Filter.Items items: return Holds(items, subject);
            case Filter.AnyItem any: return (values.List(any.Property, any.IsEdge, subject).Length > "[]".Length) == context.Value(any.Is);
            case Filter.Related related: return Holds(related, subject);
            case Filter.Claims claims: return Holds(claims, subject);
            case Filter.End end:
                return Holds(end.Inner, new Subject(end.IsFrom ? subject.Relationships!.From[subject.Relationship] : subject.Relationships!.To[subject.Relationship]));
            case Filter.AnyClaim any: return !visibility.ClaimsOf(subject.Relationships!, subject.Relationship).IsEmpty == context.Value(any.Is);
            case Filter.AnyRelated any: return visibility.HasAny(subject.Node, any.Field) == context.Value(any.Is);
            case Filter.One one: return visibility.OtherEnd(subject.Node, one.Field) is { } node && Holds(one.Inner, new Subject(node));
            case Filter.Member member: return subject.Node.Type == member.Type.Index && Holds(member.Inner, subject);
            default: throw new UnreachableException($"{filter}");
        }
    }

    private bool Holds(Filter.Related related, scoped in Subject subject)
    {
        var relationships = context.Snapshot.Relationships[related.Field.Type.Index];
        var count = new QuantifierCount(related.Quantifier);
        foreach (var link in context.Links(subject.Node, related.Field.Adjacency))
            if (visibility.IsVisible(related.Field, link) && count.IsDecidedBy(Holds(related.Inner, new Subject(link.Node, relationships, link.Relationship))))
                break;
        return count.Holds;
    }

    private bool Holds(Filter.Claims claims, scoped in Subject subject)
    {
        var type = context.Snapshot.Model.Evidence.Claim.Index;
        var count = new QuantifierCount(claims.Quantifier);
        foreach (var row in subject.Relationships!.Claims[subject.Relationship])
            if (visibility.IsSupported(new NodeRef(type, row)) && count.IsDecidedBy(Holds(claims.Inner, new Subject(new NodeRef(type, row)))))
                break;
        return count.Holds;
    }

    private bool Holds(Filter.Items items, scoped in Subject subject)
    {
        var list = values.List(items.Property, items.IsEdge, subject);
        var count = new QuantifierCount(items.Quantifier);
        while (ValueReader.NextItem(ref list, out var item))
            if (count.IsDecidedBy(Holds(items.Inner, new Subject(subject.Node, subject.Relationships, subject.Relationship, item))))
                break;
        return count.Holds;
    }

    /// <summary>Counts until the quantifier is decided.</summary>
    private struct QuantifierCount(Quantifier quantifier)
    {
        private int _matches;
        private bool _hasMismatch;

        /// <summary>Adds an item. True if no further item can change the result.</summary>
        public bool IsDecidedBy(bool matches)
        {
            if (matches)
                _matches++;
            else
                _hasMismatch = true;
            return quantifier switch
            {
                Quantifier.Some or Quantifier.None => matches,
                Quantifier.All => !matches,
                Quantifier.Single => _matches > 1,
                _ => throw new UnreachableException($"{quantifier}"),
            };
        }

        public readonly bool Holds => quantifier switch
        {
            Quantifier.Some => _matches > 0,
            Quantifier.None => _matches == 0,
            Quantifier.All => !_hasMismatch,
            Quantifier.Single => _matches == 1,
            _ => throw new UnreachableException($"{quantifier}"),
        };
    }

    private bool Holds(Filter.Compare compare, scoped in Subject subject)
    {
        var with = context.Value(compare.With);
        if (compare.Value.IsComputed)
            return values.TryNumber(compare.Value, subject, out var number) && ValueComparison.Holds(compare.Comparison, number, with);
        if (compare.Value is StoredOperand { Kind: ScalarKind.Enum } stored)
            return ValueComparison.HoldsPosition(context.TableOf(subject.Node).Properties.Position(stored.Property.Ordinal, subject.Node.Row), with);
        var json = values.Json(compare.Value, subject);
        return !json.IsEmpty && ValueComparison.HoldsJson(compare, json, with);
    }

    private bool Holds(Filter.Folded folded, scoped in Subject subject)
    {
        var with = context.Value(folded.With);
        // Every node has a name, and its folded name is stored.
        if (folded.Value is StoredOperand stored && stored.Property.Ordinal == context.TableOf(subject.Node).NameProperty)
            return ValueComparison.HoldsText(folded.Comparison, context.FoldedNameOf(subject.Node), with);
        var json = values.Json(folded.Value, subject);
        return !json.IsEmpty && ValueComparison.HoldsText(folded.Comparison, ValueComparison.FoldedText(json), with);
    }
}
