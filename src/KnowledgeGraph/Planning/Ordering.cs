namespace KnowledgeGraph.Planning;

/// <summary>By what a connection goes: cursors are bound to it.</summary>
/// <param name="Connection">The connection's type: a cursor is good for connections of the same type.</param>
/// <param name="Terms">What the order goes by, first things first.</param>
/// <param name="ValueCount">How many values a cursor has at least.</param>
public sealed record Ordering(string Connection, string Terms, int ValueCount)
{
    public uint Tag { get; } = Cursor.Tag($"{Connection} by {Terms}");

    public override string ToString() => Terms;
}
