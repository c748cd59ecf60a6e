using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Operands;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

/// <summary>The order of a connection. A cursor is valid only for the order that it was made for.</summary>
/// <param name="Connection">The type of the connection. A cursor is valid for all connections of the type.</param>
/// <param name="Terms">The sort keys, most significant first.</param>
/// <param name="Values">The values that a cursor has at least. Text may follow.</param>
public sealed record Ordering(string Connection, string Terms, ImmutableArray<CursorValue> Values)
{
    public uint Tag { get; } = Cursor.Tag($"{Connection} by {Terms}");

    /// <summary>Whether a connection with this order can have made the cursor.</summary>
    public bool Fits(Cursor cursor)
    {
        if (cursor.Values.Count < Values.Length)
            return false;
        for (var i = 0; i < Values.Length; i++)
            if (!Values[i].Accepts(cursor.Values[i]))
                return false;
        return true;
    }

    /// <summary>The values depend on the terms, so that they need not be compared.</summary>
    public bool Equals(Ordering? other) => other is not null && (Connection, Terms) == (other.Connection, other.Terms);

    public override int GetHashCode() => HashCode.Combine(Connection, Terms);

    public override string ToString() => Terms;
}

/// <summary>What one value of a cursor can be.</summary>
/// <param name="Kind">The type. Times are whole numbers: Unix milliseconds.</param>
/// <param name="IsRequired">Whether the value cannot be missing. A missing value is empty, and so is empty text.</param>
/// <param name="Smallest">The smallest whole number.</param>
/// <param name="Largest">The largest whole number.</param>
public readonly record struct CursorValue(ScalarKind Kind, bool IsRequired = false, long Smallest = long.MinValue, long Largest = long.MaxValue)
{
    public static readonly CursorValue Text = new(ScalarKind.String);
    public static readonly CursorValue Int = Within(int.MinValue, int.MaxValue);
    public static readonly CursorValue Date = new(ScalarKind.PartialDate, IsRequired: true);

    public static CursorValue Within(int smallest, int largest) => new(ScalarKind.Int, IsRequired: true, smallest, largest);

    /// <summary>The value of a sort key. One that is computed is a number, also if it stands for a value of an enum.</summary>
    public static CursorValue Of(Operand operand) => new(operand is { IsComputed: true, Kind: ScalarKind.Enum } ? ScalarKind.Int : operand.Kind);

    public bool Accepts(ReadOnlySpan<byte> value) => value.IsEmpty ? !IsRequired : ScalarBinding.IsCursorValue(Kind, value, Smallest, Largest);
}
