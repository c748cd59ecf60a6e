using KnowledgeGraph.Planning;
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

/// <summary>The header <c>GraphQL-Cost</c>, with which a client asks for the cost of its operation, as in HotChocolate.</summary>
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
}
