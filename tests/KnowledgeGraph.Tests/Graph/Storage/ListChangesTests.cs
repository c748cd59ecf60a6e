using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Tests.Graph.Storage;

public class ListChangesTests
{
    [Fact]
    public void Each_list_that_changes_is_rebuilt_once()
    {
        var changes = new ListChanges<string, char>();
        changes.Gain(7, "a");
        changes.Gain(3, "b");
        Assert.True(changes.Lose(7, 'x'));
        Assert.False(changes.Lose(7, 'x'));
        Assert.True(changes.Lose(5, 'y'));
        changes.Gain(7, "c");
        var seen = new List<string>();
        changes.ForEach((owner, gains, losses) => seen.Add($"{owner} +{string.Join(',', gains.ToArray().Order())} -{string.Concat(losses ?? [])}"));
        Assert.Equal(["3 +b -", "7 +a,c -x", "5 + -y"], seen);
    }
}
