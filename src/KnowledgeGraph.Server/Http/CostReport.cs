using System.Globalization;
using System.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Http;

/// <summary>The cost of an operation beside its answer, for who asks with <c>GraphQL-Cost: report</c>, as HotChocolate tells it.</summary>
internal static class CostReport
{
    public const string Header = "GraphQL-Cost";

    // ,"extensions":{"operationCost":{"fieldCost":12,"typeCost":102}}
    public static void AddTo(ResponseBuffer answer, OperationCost cost) => answer.Add(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $",\"extensions\":{{\"operationCost\":{{\"fieldCost\":{cost.Fields},\"typeCost\":{cost.Types}}}}}")));
}
