using System.Globalization;
using System.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>What a client wants to know about the cost of its operation.</summary>
internal enum CostReportMode
{
    None,
    /// <summary>Execute the operation and add its cost to the response.</summary>
    Report,
    /// <summary>Return the cost only, and execute nothing.</summary>
    Validate,
}

/// <summary>The cost of an operation in its response, as HotChocolate reports it, for requests with the header <c>GraphQL-Cost</c>.</summary>
internal static class CostReport
{
    public const string Header = "GraphQL-Cost";

    public static CostReportMode ModeOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var given))
            return CostReportMode.None;
        var value = given.ToString().Trim();
        return value.Equals("report", StringComparison.OrdinalIgnoreCase) ? CostReportMode.Report
            : value.Equals("validate", StringComparison.OrdinalIgnoreCase) ? CostReportMode.Validate
            : throw new RequestRefusedException(
                RequestErrorCodes.InvalidHeader, $"The header {Header} must be `report` or `validate`, but was `{Excerpt.Of(value)}`.");
    }

    /// <summary>Adds the cost to a response with data.</summary>
    public static void AddTo(ResponseBuffer response, OperationCost cost) => response.Add(Encoding.UTF8.GetBytes($",{Extensions(cost)}"));

    /// <summary>The response with the cost alone.</summary>
    public static byte[] WithoutData(OperationCost cost) => Encoding.UTF8.GetBytes($"{{{Extensions(cost)}}}");

    // "extensions":{"operationCost":{"fieldCost":12,"typeCost":102}}
    private static string Extensions(OperationCost cost) => string.Create(
        CultureInfo.InvariantCulture, $"\"extensions\":{{\"operationCost\":{{\"fieldCost\":{cost.Fields},\"typeCost\":{cost.Types}}}}}");
}
