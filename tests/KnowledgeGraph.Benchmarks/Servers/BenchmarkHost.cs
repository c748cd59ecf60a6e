using System.Net;
using KnowledgeGraph.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KnowledgeGraph.Benchmarks.Servers;

/// <summary>The Kestrel on which every server here runs, so that they differ only in what answers.</summary>
internal static class BenchmarkHost
{
    public const string Json = "application/json; charset=utf-8";

    public static WebApplication Build(int port, bool hasLargeBlocks = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (hasLargeBlocks)
            builder.Services.AddSingleton<IMemoryPoolFactory<byte>, BlockPoolFactory>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder.Build();
    }
}
