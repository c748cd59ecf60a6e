using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace KnowledgeGraph.Server.Http;

/// <summary>Files that were compressed when they were built: <c>x.js.br</c> and <c>x.js.gz</c> beside <c>x.js</c>. They are sent to who accepts them.</summary>
internal sealed class CompressedFiles(IFileProvider files) : IContentTypeProvider
{
    private static readonly (string Name, string Extension)[] s_codings = [("br", ".br"), ("gzip", ".gz")];
    private readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>Before <c>UseStaticFiles</c>: points a request to the compressed file.</summary>
    public RequestDelegate Choose(RequestDelegate next) => context =>
    {
        if (context.Request.Path.Value is { Length: > 1 } path && !path.EndsWith('/'))
            context.Request.Path = path + Best(context.Request, path);
        return next(context);
    };

    /// <summary>Says of a compressed file how it is compressed.</summary>
    public static void Describe(StaticFileResponseContext file)
    {
        var coding = CodingOf(file.File.Name);
        if (coding.Name is null)
            return;
        var headers = file.Context.Response.Headers;
        headers.ContentEncoding = coding.Name;
        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.AcceptEncoding);
    }

    /// <summary>The type of a compressed file is that of the file itself.</summary>
    public bool TryGetContentType(string subpath, out string contentType) =>
        _types.TryGetContentType(subpath[..^(CodingOf(subpath).Extension?.Length ?? 0)], out contentType!);

    private static (string? Name, string? Extension) CodingOf(string path) => s_codings.FirstOrDefault(coding => path.EndsWith(coding.Extension, StringComparison.Ordinal));

    private string Best(HttpRequest request, string path)
    {
        // Part of a file is part of the file itself.
        if (request.Headers.Range.Count > 0 || !StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
            return "";
        var (_, extension) = s_codings.FirstOrDefault(coding =>
            accepted.Any(each => each.Quality is not 0 && each.Value.Equals(coding.Name, StringComparison.OrdinalIgnoreCase)) && files.GetFileInfo(path + coding.Extension).Exists);
        return extension ?? "";
    }
}
