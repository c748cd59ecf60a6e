using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>A closed list of values; a value is stored by its position.</summary>
public sealed class EnumType(string name, string description, ImmutableArray<EnumValue> values)
{
    public string Name { get; } = name;
    public string Description { get; } = description;
    public ImmutableArray<EnumValue> Values { get; } = values;

    /// <summary>The position of the value, or -1.</summary>
    public int IndexOf(string value)
    {
        for (var i = 0; i < Values.Length; i++)
            if (Values[i].Name == value)
                return i;
        return -1;
    }
}

/// <summary>One value; on a status, whether such an instrument never took effect or is over.</summary>
public sealed record EnumValue(string Name, string Description, bool IsNever = false, bool IsOver = false)
{
    internal PaddedText Json { get; } = new($"\"{Name}\"");
}
