namespace KnowledgeGraph.Changes;

/// <summary>Where a record was read: lines and columns count from one.</summary>
public sealed record Place(string File, int Line, int Column)
{
    public override string ToString() => Column > 0 ? $"{File}:{Line}:{Column}" : $"{File}:{Line}";
}
