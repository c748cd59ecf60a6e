using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Graph.Reading.Paths;

/// <summary>The nodes within a distance of one end, nearest first.</summary>
internal sealed class Ball(int side)
{
    public readonly int Side = side;
    public readonly List<NodeRef> Nodes = [];
    /// <summary>The position of the first node of each distance, and of the next distance.</summary>
    public readonly List<int> Levels = [];
    /// <summary>The number of relationships of the outermost nodes; -1 if they are not counted.</summary>
    public long Cost;

    public int Radius => Levels.Count - 2;
    /// <summary>The number of nodes whose relationships were looked at.</summary>
    public int Expanded => Levels[^2];
    public int Outermost => Nodes.Count - Expanded;

    public void Begin(NodeRef node)
    {
        Nodes.Clear();
        Levels.Clear();
        Nodes.Add(node);
        Levels.AddRange([0, 1]);
        Cost = -1;
    }
}
