using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Server.Questions;

/// <summary>
/// The folder of named questions. It is looked at when somebody asks for a question, at most once a second: names, lengths and times of change tell which
/// files are new, changed or gone, and only those are read.
/// </summary>
internal sealed class QuestionFolder(string folder, GraphSchema schema, OperationLimits limits, TimeProvider clock)
{
    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string DefaultName = "questions";
    private const string Extension = ".graphql";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>A file that was changed so shortly before it was read may have been changed again without another time.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    private static readonly EnumerationOptions s_files = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden, MaxRecursionDepth = 16 };

    private readonly Lock _lock = new();
    private Dictionary<string, Known> _known = [];
    private volatile QuestionList? _current;
    private long _lookedAt;

    /// <param name="IsSettled">Whether the same mark means the same text.</param>
    private sealed record Known(FileMark Mark, bool IsSettled, Question Question);

    private readonly record struct FileMark(long Length, DateTime ChangedAt);

    /// <summary>The configured folder; by default that of the seed. A folder within a seed, such as <c>seed/article</c>, has the questions of the seed.</summary>
    public static string PathOf(ServerOptions options)
    {
        if (options.Questions is { } configured)
            return configured;
        var own = Path.Combine(options.Seed, DefaultName);
        return !Directory.Exists(own) && Path.GetDirectoryName(Path.GetFullPath(options.Seed)) is { } whole ? Path.Combine(whole, DefaultName) : own;
    }

    /// <summary>The number of questions in a folder.</summary>
    public static int Count(string folder) => Files(folder).Count();

    /// <summary>The questions as they are now, or were a second ago.</summary>
    public QuestionList Current
    {
        get
        {
            if (_current is { } current && clock.GetElapsedTime(Interlocked.Read(ref _lookedAt)) < s_interval)
                return current;
            lock (_lock)
            {
                if (_current is null || clock.GetElapsedTime(_lookedAt) >= s_interval)
                    Look();
                return _current!;
            }
        }
    }

    private void Look()
    {
        var found = new Dictionary<string, Known>();
        foreach (var file in Files(folder))
        {
            var name = Path.GetRelativePath(folder, file.FullName)[..^Extension.Length].Replace(Path.DirectorySeparatorChar, '/');
            found[name] = Read(name, file);
        }
        var isSame = _current is not null && found.Count == _known.Count && found.All(f => _known.TryGetValue(f.Key, out var before) && ReferenceEquals(before.Question, f.Value.Question));
        _known = found;
        if (!isSame)
            _current = new QuestionList([.. found.Values.Select(k => k.Question).OrderBy(q => q.Name, StringComparer.Ordinal)]);
        Interlocked.Exchange(ref _lookedAt, clock.GetTimestamp());
    }

    private static IEnumerable<FileInfo> Files(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*" + Extension, s_files) : [];

    private Known Read(string name, FileInfo file)
    {
        var before = _known.GetValueOrDefault(name);
        try
        {
            // A link is as long and as old as what it leads to.
            var target = file.LinkTarget is null ? file : (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            var mark = new FileMark(target.Length, target.LastWriteTimeUtc);
            if (before is { IsSettled: true } && before.Mark == mark)
                return before;
            var isSettled = clock.GetUtcNow().UtcDateTime - mark.ChangedAt > s_settled;
            if (mark.Length > MaxBytes)
                return new Known(mark, isSettled, Question.Unusable(name, $"The file has {mark.Length} bytes, but at most {MaxBytes} are read."));
            var text = File.ReadAllText(file.FullName);
            return new Known(mark, isSettled, before?.Question is { } same && same.Text == text ? same : Question.Read(name, text, schema, limits));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Known(default, IsSettled: false, before is { Question: { Text: "", Problem: not null } failed } ? failed : Question.Unusable(name, "The file cannot be read."));
        }
    }
}
