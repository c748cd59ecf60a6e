using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Questions;

/// <summary>
/// The columns of an answer that is shown as one table. They depend on the operation alone: there is one for each scalar that the response can have, and
/// before them the column <c>list</c> if rows come from several lists.
/// </summary>
internal sealed class AnswerColumns
{
    private const string ListColumn = "list";

    /// <summary>The steps of a path that say only how connections are built.</summary>
    private static readonly string[] s_shell = ["edges", "nodes", "node"];

    private readonly List<string[]> _columns = [];
    private readonly List<string[]> _lists = [];
    private readonly List<AnswerIdentity> _identities = [];
    /// <summary>The fields that tell entries apart, if they have no id.</summary>
    private readonly HashSet<string> _names;
    private int _innermost;

    /// <param name="fields">The fields of the response.</param>
    public AnswerColumns(ImmutableArray<OutlineField> fields, GraphModel model)
    {
        _names = [.. model.NodeTypes.Select(t => t.NameProperty.Name)];
        Root = new AnswerPart.Items("", -1, Parts([], fields, -1));
        RootIdentity = new AnswerIdentity(-1, IdentityIn(Root.Parts), IsKnown: true);
        HasListColumn = _innermost > 1;
        Header = Shorten(_columns, HasListColumn ? [ListColumn] : []);
        ListNames = Shorten(_lists, []);
        if (HasListColumn)
            Header = Header.Insert(0, ListColumn);
    }

    /// <summary>The response, as the only entry of a list.</summary>
    public AnswerPart.Items Root { get; }

    public bool HasListColumn { get; }

    /// <summary>The names of all columns.</summary>
    public ImmutableArray<string> Header { get; }

    /// <summary>The number of columns without that for the list.</summary>
    public int Count => _columns.Count;

    /// <summary>What the column <c>list</c> says for each list.</summary>
    public ImmutableArray<string> ListNames { get; }

    private AnswerIdentity RootIdentity { get; }

    /// <summary>The columns that tell the entries of a list apart, with those of the entries that enclose them; null if nothing tells them apart.</summary>
    public IReadOnlyList<int>? IdentityOf(int list)
    {
        var own = list < 0 ? RootIdentity : _identities[list];
        return !own.IsKnown ? null : list < 0 ? own.Columns : [.. IdentityOf(own.Parent) ?? [], .. own.Columns];
    }

    private ImmutableArray<AnswerPart> Parts(string[] path, ImmutableArray<OutlineField> fields, int list)
    {
        var parts = ImmutableArray.CreateBuilder<AnswerPart>(fields.Length);
        foreach (var field in fields)
        {
            string[] to = [.. path, field.Key];
            if (field.IsList)
                parts.Add(List(to, field, list));
            else if (!field.Fields.IsEmpty)
                parts.Add(new AnswerPart.Fields(field.Key, Parts(to, field.Fields, list)));
            else
            {
                parts.Add(new AnswerPart.Value(field.Key, field.Name, _columns.Count));
                _columns.Add(to);
            }
        }
        return parts.ToImmutable();
    }

    private AnswerPart.Items List(string[] path, OutlineField field, int parent)
    {
        var (list, before) = (_lists.Count, _lists.Count + 1);
        _lists.Add(path);
        _identities.Add(null!);
        var parts = Parts(path, field.Fields, list);
        var own = IdentityIn(parts);
        _identities[list] = new AnswerIdentity(parent, own, own.Count > 0);
        if (_lists.Count == before)
            _innermost++;
        return new AnswerPart.Items(field.Key, list, parts);
    }

    /// <summary>The ids of an entry, or else its names: of the entry itself, or else of the objects that are nearest to it.</summary>
    private List<int> IdentityIn(IEnumerable<AnswerPart> parts)
    {
        var level = parts.ToList();
        while (level.Count > 0)
        {
            var values = level.OfType<AnswerPart.Value>().ToList();
            var found = values.FindAll(v => v.Name == "id") is { Count: > 0 } ids ? ids : values.FindAll(v => _names.Contains(v.Name));
            if (found.Count > 0)
                return [.. found.Select(v => v.Column)];
            level = [.. level.OfType<AnswerPart.Fields>().SelectMany(f => f.Parts)];
        }
        return [];
    }

    /// <summary>Paths without the steps of connections, where that leaves no two equal.</summary>
    private static ImmutableArray<string> Shorten(List<string[]> paths, string[] taken)
    {
        var names = paths.ConvertAll(p => string.Join('.', p.Where(step => !s_shell.Contains(step))));
        var several = names.Concat(taken).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return [.. paths.Select((path, i) => names[i].Length > 0 && !several.Contains(names[i]) ? names[i] : Whole(path, taken))];
    }

    private static string Whole(string[] path, string[] taken)
    {
        var name = string.Join('.', path);
        return taken.Contains(name) ? "data." + name : name;
    }
}

/// <summary>What tells the entries of one list apart.</summary>
/// <param name="Parent">The list that encloses it.</param>
/// <param name="IsKnown">Whether anything tells them apart.</param>
internal sealed record AnswerIdentity(int Parent, IReadOnlyList<int> Columns, bool IsKnown);

/// <summary>A part of a response, with the columns that it fills.</summary>
internal abstract record AnswerPart(string Key)
{
    /// <param name="Name">The name of the field in the schema.</param>
    public sealed record Value(string Key, string Name, int Column) : AnswerPart(Key);

    public sealed record Fields(string Key, ImmutableArray<AnswerPart> Parts) : AnswerPart(Key);

    public sealed record Items(string Key, int List, ImmutableArray<AnswerPart> Parts) : AnswerPart(Key);
}
