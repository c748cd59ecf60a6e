using System.IO.Compression;
using KnowledgeGraph.Server.Exporting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace KnowledgeGraph.Server.Http;

/// <summary>Brotli and gzip for answers of some size: a small one fits a packet as it is.</summary>
internal static class Compression
{
    private const int Smallest = 1_400;

    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [AnswerType.Json.MediaType, AnswerType.GraphQLResponse.MediaType, "application/graphql", "text/csv", .. ExportFormat.All.Where(f => !f.IsFolder).Select(f => f.ContentType), "text/html", "text/css", "text/javascript", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, LargeAnswers>();
    }

    private sealed class LargeAnswers(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Response.ContentLength is null or >= Smallest && context.Response.Headers.ContentEncoding.Count == 0 && base.ShouldCompressResponse(context);
    }
}
