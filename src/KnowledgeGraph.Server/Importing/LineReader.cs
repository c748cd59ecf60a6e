using System.Text;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Splits a stream of UTF-8 into lines.</summary>
internal sealed class LineReader(Stream stream, int maxLength)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>The number of the current line, from one.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the current line is longer than it may be. Its text is then cut.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">Without its end; valid until the next call.</param>
    public bool Next(out ReadOnlyMemory<byte> line)
    {
        IsTooLong = false;
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(searched + found, skip: 1, out line);
            searched = _end - _start;
            if (_isOver)
            {
                line = default;
                return (searched > 0 || IsTooLong) && Take(searched, skip: 0, out line);
            }
            if (searched > maxLength)
            {
                IsTooLong = true;
                _start = _end = searched = 0;
            }
            Fill();
        }
    }

    private bool Take(int length, int skip, out ReadOnlyMemory<byte> line)
    {
        line = _buffer.AsMemory(_start, length);
        _start += length + skip;
        Number++;
        if (Number == 1 && line.Span.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        if (line.Span.EndsWith("\r"u8))
            line = line[..^1];
        IsTooLong |= line.Length > maxLength;
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isOver = count == 0;
    }
}
