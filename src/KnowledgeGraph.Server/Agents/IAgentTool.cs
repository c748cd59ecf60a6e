using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents;

/// <summary>A tool that agents can call.</summary>
internal interface IAgentTool
{
    /// <summary>Its name, description and arguments.</summary>
    Tool Tool { get; }

    /// <param name="arguments">Only those that the tool has, and all that it needs.</param>
    /// <exception cref="Planning.GraphErrorException">An argument is not right, or the call is beyond a limit.</exception>
    /// <exception cref="Requests.RequestRefusedException">An argument is not right, the caller may not call it, or it cannot be run now.</exception>
    Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop);
}
