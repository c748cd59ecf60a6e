using Polly;
using Polly.Retry;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Repeats reads and rolled-back transactions: three times within a second, with jitter.</summary>
internal static class Retries
{
    public static ResiliencePipeline Pipeline { get; } = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } failure && MayPass(failure)),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    private static bool MayPass(Exception failure) => failure switch
    {
        QueryException refused => refused.IsTransient,
        { InnerException: TimeoutException or OperationCanceledException } => false,
        HttpRequestException or IOException => true,
        _ => false,
    };
}
