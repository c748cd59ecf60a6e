using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Server.Access;

/// <summary>
/// The keys in a file, which is read again when it has changed. While a changed file cannot be used, the keys from before stay valid.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="parse">Reads its keys. Throws a <see cref="FormatException"/> whose message does not repeat them.</param>
/// <param name="mayBeMissing">Whether a missing file means that there are no keys. Otherwise it cannot be used.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Receives one warning for each new reason why the file cannot be used.</param>
internal sealed partial class KeyFile(string path, Func<byte[], IReadOnlyList<SecurityKey>> parse, bool mayBeMissing, TimeProvider clock, ILogger logger)
{
    /// <summary>How old what was read may be.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private IReadOnlyList<SecurityKey> _keys = [];
    private byte[]? _bytes;
    private string? _lastWarning;
    private long? _readAt;

    public IReadOnlyList<SecurityKey> Current
    {
        get
        {
            lock (_lock)
            {
                if (_readAt is not { } last || clock.GetElapsedTime(last) >= Interval)
                {
                    Read();
                    _readAt = clock.GetTimestamp();
                }
                return _keys;
            }
        }
    }

    private void Read()
    {
        try
        {
            var bytes = mayBeMissing && !File.Exists(path) ? null : File.ReadAllBytes(path);
            if (bytes is null)
                _keys = [];
            else if (_bytes is null || !bytes.AsSpan().SequenceEqual(_bytes))
                _keys = parse(bytes);
            _bytes = bytes;
            _lastWarning = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            if (_lastWarning != e.Message)
                LogUnusable(logger, path, e.Message);
            _lastWarning = e.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys in {Path} cannot be used: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string path, string reason);
}
