using CsCheck;
using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Tests.Graph.Storage;

/// <summary>The index against a sorted set, with enough pairs that runs split, empty and share a text.</summary>
public class TextIndexProperties
{
    private static readonly string[] s_usual = ["common", "commons", "rare", "a", "", "the longest text of all of them"];

    private static readonly Gen<string> s_text = Gen.Frequency(
        (3, Gen.Int[0, s_usual.Length - 1].Select(i => s_usual[i])), (1, Gen.String[Gen.Char["abé"], 0, 3]),
        (2, Gen.Int[0, 3000].Select(i => $"word{i}")));

    private static readonly Gen<(string Text, NodeRef Node)> s_pair =
        Gen.Select(s_text, Gen.Int[0, 2], Gen.Int[0, 6000], (text, type, row) => (text, new NodeRef(type, row)));

    [Fact]
    public void ItFindsWhatASortedSetHolds() => Gen.Select(Gen.Int[0, 4000].SelectMany(n => s_pair.Array[n]).Array[1, 4], s_text.Array[8], Gen.Int[0, 3])
        .Sample((batches, asked, keep) =>
        {
            var index = TextIndex.Empty;
            var expected = new HashSet<(string Text, NodeRef Node)>();
            foreach (var batch in batches)
            {
                var builder = new TextIndex.Builder(index);
                var gone = expected.Where(p => p.Node.Row % 4 >= keep).ToList();
                foreach (var (text, node) in gone)
                    builder.Remove(text, node);
                foreach (var (text, node) in batch)
                    builder.Add(text, node);
                var old = (Index: index, Found: Find(index, "common", isWhole: false));
                expected.ExceptWith(gone);
                // What is there may not be added again, unless it goes
                foreach (var (text, node) in batch.Intersect(expected))
                    builder.Remove(text, node);
                expected.UnionWith(batch);
                index = builder.Build();
                Assert.Equal(old.Found, Find(old.Index, "common", isWhole: false));
                Assert.Equal(expected.Count, index.Count);
            }
            foreach (var text in asked)
            {
                Assert.Equal(expected.Where(p => p.Text == text).Select(p => p.Node).ToHashSet(), Find(index, text, isWhole: true));
                Assert.Equal(expected.Where(p => p.Text.StartsWith(text, StringComparison.Ordinal)).Select(p => p.Node).ToHashSet(), Find(index, text, isWhole: false));
            }
        }, iter: 100);

    private static HashSet<NodeRef> Find(TextIndex index, string text, bool isWhole)
    {
        var set = new NodeSet();
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        (isWhole ? index.FindWhole(utf8) : index.FindPrefix(utf8)).AddTo(set, ulong.MaxValue);
        var found = new HashSet<NodeRef>();
        foreach (var node in set)
            Assert.True(found.Add(node));
        Assert.Equal(found.Count, set.Count);
        return found;
    }
}
