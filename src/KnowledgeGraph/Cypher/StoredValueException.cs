using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher;

/// <summary>A stored value does not have the type of its field.</summary>
internal sealed class StoredValueException : Exception
{
    private readonly List<object> _path = [];

    /// <summary>Adds a response key or a list position in front of the path. Call it from an exception filter: it never handles the exception.</summary>
    public bool AddStep(object step)
    {
        _path.Insert(0, step);
        return false;
    }

    public GraphError Error => new("The stored value does not have the type of this field. Correct it in the store.", ErrorCodes.StoredValueInvalid)
    {
        Path = [.. _path],
    };
}
