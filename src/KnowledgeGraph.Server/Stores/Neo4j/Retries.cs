using System.Security.Authentication;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;
using Polly;
using Polly.Retry;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Repeats reads and rolled-back transactions, with jitter.</summary>
internal static class Retries
{
    /// <summary>Three times within a second.</summary>
    public static ResiliencePipeline Pipeline { get; } = Repeat(2, MayPass);

    /// <summary>For some seconds: a cluster that lost its leader has another one soon.</summary>
    public static ResiliencePipeline OfCluster { get; } = Repeat(8, static failure => MayPass(failure) || MayPassElsewhere(failure));

    private static ResiliencePipeline Repeat(int times, Func<Exception, bool> mayPass) => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } failure && mayPass(failure)),
            MaxRetryAttempts = times,
            MaxDelay = TimeSpan.FromSeconds(2),
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <summary>Whether another server of the cluster may do it.</summary>
    private static bool MayPassElsewhere(Exception failure) => failure switch
    {
        QueryException refused => refused.IsNotWriter || refused.Code == QueryException.BookmarkTimeout,
        RoutingException { InnerException: { } cause } => MayPassElsewhere(cause),
        PoolException => false,
        IOException => failure.InnerException is not AuthenticationException,
        _ => false,
    };

    private static bool MayPass(Exception failure) => failure switch
    {
        QueryException refused => refused.IsTransient,
        PoolException or { InnerException: TimeoutException or OperationCanceledException } => false,
        HttpRequestException or IOException => true,
        _ => false,
    };
}
