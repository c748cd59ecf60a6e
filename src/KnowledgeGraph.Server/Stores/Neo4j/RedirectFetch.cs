using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Finds what the ids of a request stand for if they name no node. Merged nodes are rare, so that an operation is first run with the ids that it has, and
/// only an operation whose ids name nothing asks for redirects.
/// </summary>
internal static class RedirectFetch
{
    /// <summary>Runs a statement, and reads its value.</summary>
    public delegate ValueTask Run(Statement statement, Action<Utf8JsonWriter> writeParameters, ReadValue read);

    /// <summary>The plan with the ids of the nodes that merged ids stand for; the same plan if there are none.</summary>
    public static async ValueTask<BoundPlan> Apply(BoundPlan plan, Run run)
    {
        var (redirects, asked) = (Redirects.None, plan.NodeIds.ToList());
        while (asked.Count > 0)
        {
            var (ids, found) = (asked, new List<Redirect>());
            await run(
                RedirectStatements.Find, Rows.Of(ids),
                (ref Utf8JsonReader value) => found.AddRange(ListReader.Read(ref value).Select(RecordReader.Redirect)));
            redirects = redirects.With(found);
            // A node may have been merged several times.
            asked = [.. found.Select(r => r.Into)];
        }
        return plan.Redirected(redirects.Resolve);
    }
}
