using KnowledgeGraph.Server.Requests;
using Microsoft.Extensions.Primitives;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>Reads the parameters of a URL or a form.</summary>
internal static class Parameters
{
    /// <summary>The value of a parameter that may be given once; null if it is not given.</summary>
    public static string? One(IEnumerable<KeyValuePair<string, StringValues>> parameters, string name)
    {
        var values = parameters.FirstOrDefault(p => p.Key == name).Value;
        return values.Count <= 1 ? (string?)values : throw RequestRefusedException.InvalidRequest($"`{name}` is given {values.Count} times. Give it once.");
    }
}
