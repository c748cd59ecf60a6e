using System.Collections;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>Makes a failing operation smaller by removing one selection, argument, directive or value after another while it still fails.</summary>
internal static class Shrinking
{
    private const int MaxTries = 400;

    /// <param name="fails">Whether the operation, which is changed in place, still fails.</param>
    public static async Task Shrink(FuzzedOperation operation, Func<Task<bool>> fails)
    {
        var tries = 0;
        for (var hasChanged = true; hasChanged;)
        {
            hasChanged = false;
            foreach (var list in Lists(operation))
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (++tries > MaxTries)
                        return;
                    var removed = list[i];
                    list.RemoveAt(i);
                    if (await fails())
                        hasChanged = true;
                    else
                        list.Insert(i, removed);
                }
            foreach (var map in Maps(operation))
                foreach (var key in map.Keys.ToList())
                {
                    if (++tries > MaxTries)
                        return;
                    map.Remove(key, out var removed);
                    if (await fails())
                        hasChanged = true;
                    else
                        map.Add(key, removed);
                }
        }
    }

    private static IEnumerable<IList> Lists(FuzzedOperation operation) =>
    [
        .. Selections(operation.Document).SelectMany(l => l.SelectMany(s => (IList[])[s.Directives]).Prepend(l)),
        .. Values(operation).OfType<IList>(),
    ];

    private static IEnumerable<Dictionary<string, object?>> Maps(FuzzedOperation operation) =>
    [
        operation.Document.AsOf, .. Selections(operation.Document).SelectMany(l => l).Select(s => s.Arguments),
        operation.Variables, .. Values(operation).OfType<Dictionary<string, object?>>(),
    ];

    private static IEnumerable<List<Selection>> Selections(FuzzedDocument document) =>
        Below(document.Roots).Concat(document.Fragments.SelectMany(f => Below(f.Below)));

    private static IEnumerable<List<Selection>> Below(List<Selection> selections) =>
        [selections, .. selections.Where(s => s.Below is not null).SelectMany(s => Below(s.Below!))];

    private static IEnumerable<object> Values(FuzzedOperation operation) =>
        Selections(operation.Document).SelectMany(l => l).SelectMany(s => s.Arguments.Values).Concat(operation.Variables.Values).SelectMany(Values);

    private static IEnumerable<object> Values(object? value) => value switch
    {
        List<object?> items => [items, .. items.SelectMany(Values)],
        Dictionary<string, object?> fields => [fields, .. fields.Values.SelectMany(Values)],
        _ => [],
    };
}
