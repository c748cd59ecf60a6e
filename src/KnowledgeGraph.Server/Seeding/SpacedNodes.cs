using System.Text;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>
/// Passes the YAML of a collection on, with a blank line between nodes. No value has a line break of its own, so that a line with two blanks begins a node.
/// </summary>
internal sealed class SpacedNodes(TextWriter text) : TextWriter
{
    /// <summary>The lines that need no blank line before them: the name of the collection and the first node.</summary>
    private const int FirstLines = 2;

    private int _line;
    /// <summary>The blanks at the beginning of the line, which are not passed on yet; -1 behind them.</summary>
    private int _blanks;

    public override Encoding Encoding => text.Encoding;

    public override void Write(char value)
    {
        if (_blanks >= 0)
        {
            if (value == ' ')
            {
                _blanks++;
                return;
            }
            if (_blanks == 2 && _line >= FirstLines)
                text.Write('\n');
            for (; _blanks > 0; _blanks--)
                text.Write(' ');
            _blanks = -1;
        }
        text.Write(value);
        if (value == '\n')
            (_line, _blanks) = (_line + 1, 0);
    }
}
