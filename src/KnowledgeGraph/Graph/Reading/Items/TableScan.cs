using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>Looks at all nodes of a collection as they lie in memory, if no order is needed and no index leads to the nodes of a filter.</summary>
internal sealed class TableScan(ReadContext context, Visibility visibility, FilterEvaluator filters)
{
    private const int BlockSize = 128;

    private readonly int[] _candidates = new int[BlockSize];

    /// <summary>How far a scan got: a member of the collection, a row of its table, one of the candidates before that row.</summary>
    public struct Position
    {
        internal int Member, Row, Candidate, Candidates;
    }

    /// <summary>Goes on to the next node that passes.</summary>
    public bool Next(CompositeType collection, Filter filter, ref Position scan, out NodeRef node)
    {
        for (; scan.Member < collection.Members.Length; scan = new Position { Member = scan.Member + 1 })
        {
            var type = collection.Members[scan.Member].Index;
            var table = context.Snapshot.Nodes[type];
            while (true)
            {
                while (scan.Candidate < scan.Candidates)
                    if (Passes(node = new NodeRef(type, _candidates[scan.Candidate++]), filter))
                        return true;
                if (scan.Row >= table.Rows)
                    break;
                context.ThrowIfCancelled();
                var to = Math.Min(scan.Row + BlockSize, table.Rows);
                (scan.Candidate, scan.Candidates) = (0, FindCandidates(table, filter, scan.Row, to));
                scan.Row = to;
            }
        }
        node = default;
        return false;
    }

    /// <summary>The row may be that of a removed node, which has no id.</summary>
    private bool Passes(NodeRef node, Filter filter)
    {
        context.ThrowIfCancelled();
        return (filter.IsEverything || filters.Holds(filter, new Subject(node))) && !context.IdOf(node).IsEmpty && visibility.IsVisible(node);
    }

    /// <summary>
    /// Finds the rows for which the filter may hold: those that pass its first comparison with a stored value. Only that value is looked at, so that
    /// most rows cost little. Rows of removed nodes may be among them.
    /// </summary>
    private int FindCandidates(NodeTable table, Filter filter, int from, int to)
    {
        foreach (var one in filter is Filter.All all ? all.Filters.AsSpan() : [filter])
        {
            if (one is Filter.Compare { Value: StoredOperand stored } compare)
                return FindCandidates(table.Properties, stored.Property, compare, from, to);
            if (one is Filter.Folded { Value: StoredOperand text } folded && text.Property.Ordinal == table.NameProperty)
                return FindCandidates(table.FoldedNames, folded, from, to);
        }
        for (var row = from; row < to; row++)
            _candidates[row - from] = row;
        return to - from;
    }

    private int FindCandidates(PropertyRows rows, Property property, Filter.Compare compare, int from, int to)
    {
        var (with, count) = (context.Value(compare.With), 0);
        if (property.Kind == ScalarKind.Enum)
        {
            for (var row = from; row < to; row++)
                if (ValueComparison.HoldsPosition(rows.Position(property.Ordinal, row), with))
                    _candidates[count++] = row;
        }
        else
        {
            for (var row = from; row < to; row++)
                if (rows[property.Ordinal, row] is { IsEmpty: false } json && ValueComparison.HoldsJson(compare, json, with))
                    _candidates[count++] = row;
        }
        return count;
    }

    private int FindCandidates(ListColumn<byte> foldedNames, Filter.Folded folded, int from, int to)
    {
        var (with, count) = (context.Value(folded.With), 0);
        for (var row = from; row < to; row++)
            if (ValueComparison.HoldsText(folded.Comparison, foldedNames[row], with))
                _candidates[count++] = row;
        return count;
    }
}
