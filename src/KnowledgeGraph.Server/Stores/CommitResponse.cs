using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Writing;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The response to a change. The store writes it before the commit, from the version that it commits, so that nothing else can come between.</summary>
/// <param name="Plan">Is called when the change is decided, with what it leaves in the store.</param>
/// <param name="Today">See <see cref="IGraphStore.Answer"/>.</param>
/// <param name="IsDryRun">Whether everything but the commit is done.</param>
internal sealed record CommitResponse(Func<WriteOutcome, BoundPlan> Plan, DateOnly Today, ResponseBuffer Answer, bool IsDryRun);
