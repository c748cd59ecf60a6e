using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Planning;

/// <summary>The place of a parameter in a plan, and thus of its value in a request. Slots are made where parameters are added, so that a value is read as what it is.</summary>
/// <typeparam name="T">What the parameter binds to.</typeparam>
public readonly record struct Slot<T>
{
    /// <summary>One more than the position, so that the default value is none.</summary>
    private readonly int _place;

    internal Slot(int index) => _place = index + 1;

    /// <summary>No parameter: the argument is not given.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "`Slot<Page>.None` says what is missing.")]
    public static Slot<T> None => default;

    public bool IsNone => _place == 0;

    /// <summary>The position in <see cref="OperationPlan.Parameters"/>; -1 for none.</summary>
    internal int Index => _place - 1;

    /// <summary>The value in one request. There must be a parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T In(object?[] values) => (T)values[_place - 1]!;

    /// <summary>Whether the document has the argument, and its variable has a value, which may be null.</summary>
    internal bool IsGivenIn(object?[] values) => _place > 0 && values[_place - 1] != Argument.NotGiven;
}

internal static class SlotExtensions
{
    /// <summary>The parameter of a slot.</summary>
    public static Parameter At<T>(this ImmutableArray<Parameter> parameters, Slot<T> slot) => parameters[slot.Index];
}
