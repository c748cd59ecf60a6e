using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Looks through all nodes of a collection as they lie in memory, where no order is asked and no index leads to those that are meant.</summary>
internal sealed partial class Execution
{
    private const int ScanBlock = 128;
    private readonly int[] _candidates = new int[ScanBlock];

    /// <summary>Goes on to the next node that passes; a scan begins with <paramref name="scan"/> as it comes.</summary>
    private bool Next(CompositeType collection, Sieve sieve, ref Scan scan, out NodeRef node)
    {
        for (; scan.Member < collection.Members.Length; scan = new Scan { Member = scan.Member + 1 })
        {
            var type = collection.Members[scan.Member].Index;
            var table = _snapshot.Nodes[type];
            while (true)
            {
                while (scan.At < scan.Count)
                    if (Passes(node = new NodeRef(type, _candidates[scan.At++]), sieve))
                        return true;
                if (scan.Row >= table.Rows)
                    break;
                Pace();
                var to = Math.Min(scan.Row + ScanBlock, table.Rows);
                (scan.At, scan.Count) = (0, FindCandidates(table, sieve.Filter, scan.Row, to));
                scan.Row = to;
            }
        }
        node = default;
        return false;
    }

    /// <summary>Where a scan stands: a member of the collection, a row in its table, and one of the candidates before that row.</summary>
    private struct Scan
    {
        public int Member, Row, At, Count;
    }

    /// <summary>
    /// Finds the rows in which the filter may hold: those that pass its first comparison with a stored value. Only that is looked at, so
    /// that most rows cost little. Rows of removed nodes may be among them.
    /// </summary>
    private int FindCandidates(NodeTable table, Filter filter, int from, int to)
    {
        foreach (var one in filter is Filter.All all ? all.Filters.AsSpan() : [filter])
        {
            switch (one)
            {
                case Filter.Compare { Value: Operand.Stored stored } compare: return FindCandidates(table.Properties, stored.Property, compare, from, to);
                case Filter.Folded { Value: Operand.Stored stored } folded when stored.Property.Ordinal == table.NameProperty:
                    return FindCandidates(table.FoldedNames, folded, from, to);
            }
        }
        for (var row = from; row < to; row++)
            _candidates[row - from] = row;
        return to - from;
    }

    private int FindCandidates(PropertyRows rows, Property property, Filter.Compare compare, int from, int to)
    {
        var (with, count) = (_values[compare.With]!, 0);
        if (property.Kind == ScalarKind.Enum)
        {
            for (var row = from; row < to; row++)
                if (HoldsPosition(rows.Position(property.Ordinal, row), with))
                    _candidates[count++] = row;
        }
        else
        {
            for (var row = from; row < to; row++)
                if (rows[property.Ordinal, row] is { IsEmpty: false } json && HoldsJson(compare, json, with))
                    _candidates[count++] = row;
        }
        return count;
    }

    private int FindCandidates(ListColumn<byte> foldedNames, Filter.Folded folded, int from, int to)
    {
        var (with, count) = (_values[folded.With]!, 0);
        for (var row = from; row < to; row++)
            if (HoldsText(folded.Comparison, foldedNames[row], with))
                _candidates[count++] = row;
        return count;
    }
}
