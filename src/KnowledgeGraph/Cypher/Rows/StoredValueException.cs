using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>A stored value does not have the type of its field. The response that was being written is incomplete and must not be sent.</summary>
public sealed class StoredValueException : Exception
{
    private readonly List<object> _path = [];

    /// <param name="text">The value, if it is text.</param>
    internal StoredValueException(string? text = null) => Text = text;

    /// <summary>The value, if it is text. A value of another type can be found in the store by its type.</summary>
    public string? Text { get; }

    /// <summary>The error for the client, with the path of the field.</summary>
    public GraphError Error => new("The stored value does not have the type of this field. Correct it in the store.", ErrorCodes.StoredValueInvalid)
    {
        Path = [.. _path],
    };

    /// <summary>Adds a response key or a list position in front of the path. Call it from an exception filter: it never handles the exception.</summary>
    internal bool AddStep(object step)
    {
        _path.Insert(0, step);
        return false;
    }
}
