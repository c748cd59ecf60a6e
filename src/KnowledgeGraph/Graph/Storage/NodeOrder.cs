namespace KnowledgeGraph.Graph.Storage;

/// <summary>The default order of nodes: by the folded name, the name, then the id, all by code point.</summary>
internal sealed class NodeOrder(NodeOrder.Column foldedName, NodeOrder.Column name, NodeOrder.Column id) : IComparer<NodeRef>
{
    public delegate ReadOnlySpan<byte> Column(NodeRef node);

    public static NodeOrder Of(GraphSnapshot snapshot) => new(
        node => snapshot.Nodes[node.Type].FoldedNames[node.Row],
        node => snapshot.Nodes[node.Type].Properties[snapshot.Model.NodeTypes[node.Type].NameProperty.Ordinal, node.Row],
        node => snapshot.Nodes[node.Type].Ids[node.Row]);

    public int Compare(NodeRef left, NodeRef right)
    {
        if (left == right)
            return 0;
        var order = foldedName(left).SequenceCompareTo(foldedName(right));
        if (order == 0)
            order = JsonText.Compare(name(left), name(right));
        return order != 0 ? order : id(left).SequenceCompareTo(id(right));
    }
}

/// <summary>
/// The default order of a node's links: by the other node; between two relationships to the same node by since, until (none last),
/// the first of the ids of their claims (none last), then by the properties that tell them apart.
/// </summary>
internal sealed class LinkOrder(NodeOrder nodes, RelationshipTableBuilder table, LinkOrder.ClaimId claimId) : IComparer<Link>
{
    public delegate ReadOnlySpan<byte> ClaimId(int claim);

    public int Compare(Link left, Link right)
    {
        if (left.Relationship == right.Relationship)
            return 0;
        var order = nodes.Compare(left.Node, right.Node);
        if (order == 0)
            order = CompareNoneLast(table.Since(left.Relationship), table.Since(right.Relationship));
        if (order == 0)
            order = CompareNoneLast(table.Until(left.Relationship), table.Until(right.Relationship));
        if (order == 0)
            order = CompareNoneLast(FirstClaim(left), FirstClaim(right));
        foreach (var property in table.Type.Properties)
            if (order == 0 && property.IsKey)
                order = CompareNoneLast(table.Properties[property.Ordinal, left.Relationship], table.Properties[property.Ordinal, right.Relationship]);
        return order;
    }

    private ReadOnlySpan<byte> FirstClaim(Link link)
    {
        ReadOnlySpan<byte> first = default;
        foreach (var claim in table.Claims[link.Relationship])
            if (claimId(claim) is var id && (first.IsEmpty || id.SequenceCompareTo(first) < 0))
                first = id;
        return first;
    }

    public static int CompareNoneLast(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.IsEmpty || right.IsEmpty ? right.Length.CompareTo(left.Length) : JsonText.Compare(left, right);
}
