using System.Diagnostics;
using System.Text;

namespace KnowledgeGraph.Planning;

/// <summary>The value of a parameter with ids of nodes, in each form that parameters have.</summary>
internal static class NodeIdValue
{
    public static IEnumerable<string> Ids(object? value) => value switch
    {
        null => [],
        string one => [one],
        byte[] one => [Encoding.UTF8.GetString(one)],
        IEnumerable<string> several => several,
        object[] several => several.Cast<byte[]>().Select(Encoding.UTF8.GetString),
        _ => throw new UnreachableException(value.GetType().Name),
    };

    /// <param name="resolve">Returns what an id stands for, or the id itself.</param>
    public static object? Redirected(object? value, Func<string, string> resolve) => value switch
    {
        null => null,
        string one => resolve(one),
        byte[] one => Resolve(one, resolve),
        string[] several => Array.ConvertAll(several, id => resolve(id)),
        object[] several => Array.ConvertAll(several, id => (object)Resolve((byte[])id, resolve)),
        _ => throw new UnreachableException(value.GetType().Name),
    };

    private static byte[] Resolve(byte[] id, Func<string, string> resolve) => Encoding.UTF8.GetBytes(resolve(Encoding.UTF8.GetString(id)));
}
