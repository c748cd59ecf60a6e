using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>Items that are stored in the default order: a node's relationships, a collection's nodes. Positions lie between items and grow along it.</summary>
internal interface ISequence
{
    int Count { get; }
    long Start { get; }
    long End { get; }

    /// <summary>The position before the first item after the cursor, or at the cursor unless <paramref name="pastEqual"/>.</summary>
    long Seek(Cursor cursor, bool pastEqual);

    bool Next(ref long position, out Link item);
    bool Previous(ref long position, out Link item);

    /// <summary>Gives the first items, at most so many, and returns the position after them.</summary>
    long TakeFirst(int count, out ReadOnlySpan<Link> items);

    bool IsVisible(Link item);

    /// <summary>The field whose relationships these are; null for the nodes of a collection.</summary>
    RelationshipField? Field { get; }

    /// <summary>The type of the collection; null for relationships.</summary>
    CompositeType? Collection { get; }
}
