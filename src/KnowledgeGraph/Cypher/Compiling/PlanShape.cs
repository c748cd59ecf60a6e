using System.Diagnostics;
using System.Globalization;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// What the text of a statement depends on beside the plan: which optional values a request gives, in which direction its pages go, and
/// which types and lengths of paths it names. Requests of one shape have the same text whatever their values. A plan has few shapes.
/// </summary>
internal sealed class PlanShape
{
    private readonly BoundPlan _bound;
    private readonly Dictionary<RelationshipField, bool> _few = [];

    public PlanShape(BoundPlan bound)
    {
        _bound = bound;
        var key = new StringBuilder($"{(HasAsOf ? 'd' : '-')}{(HidesPresumed ? 'p' : '-')}{(HasEvidence ? 'e' : '-')}{(HasNotedIds ? 'n' : '-')}");
        for (var i = 0; i < bound.Values.Length; i++)
            Append(key, bound.Plan.Parameters[i], bound.Values[i]);
        Key = key.ToString();
    }

    /// <summary>The shape as text: equal for equal shapes of one plan.</summary>
    public string Key { get; }

    /// <summary>For each relationship field that was asked about, whether no node has many of its relationships.</summary>
    public IReadOnlyDictionary<RelationshipField, bool> Few => _few;

    /// <summary>Whether no node has many relationships of the field. The graph may outgrow the answer, which the compiled plan keeps therefore.</summary>
    public bool HasFew(RelationshipField field) => _few[field] = CompiledPlan.IsFew(_bound.Sizes, field);

    /// <summary>Whether the operation has a date.</summary>
    public bool HasAsOf => _bound.Lens.AsOf is not null;

    public bool HidesPresumed => _bound.Lens.HidesPresumed;

    /// <summary>Whether only a part of the evidence counts.</summary>
    public bool HasEvidence => _bound.Lens.Evidence is not null;

    /// <summary>Whether an argument is given, even as null.</summary>
    public bool IsGiven<T>(Slot<T> slot) => _bound.IsGiven(slot);

    /// <summary>Whether an optional text, date or id is given.</summary>
    public bool Has<T>(Slot<T?> slot)
        where T : class => _bound.ValueOrNull(slot) is not null;

    /// <summary>Whether a note says that the page is cut.</summary>
    public bool NotesCut(ConnectionSelection selection, Slot<Page> page) => selection.NotesCut(PageOf(page));
    public bool HasNotedIds => _bound.HasNotedIds;

    public bool FromEnd(Slot<Page> page) => PageOf(page).FromEnd;
    public CursorShape? After(Slot<Page> page) => CursorShape.Of(PageOf(page).After);
    public CursorShape? Before(Slot<Page> page) => CursorShape.Of(PageOf(page).Before);

    /// <summary>The type of the relationship that a mutation wrote; null if it wrote none.</summary>
    public RelationshipType? WrittenType(Slot<RelationshipRecord?> slot) => _bound.Value(slot)?.Type;

    /// <summary>The types of relationships; null for all.</summary>
    public RelationshipType[]? Types(Slot<RelationshipType[]?> slot) => _bound.Value(slot);
    /// <summary>The types of nodes; null for all.</summary>
    public NodeType[]? NodeTypes(Slot<NodeType[]?> slot) => _bound.Value(slot);
    /// <summary>A limit or a direction.</summary>
    public int Number(Slot<int> slot) => _bound.Value(slot);

    /// <summary>Whether a search has words to find.</summary>
    public bool HasWords(Slot<SearchText> text) => !_bound.Value(text).Words.IsEmpty;

    /// <summary>Maximum number of these words that a hit may lack.</summary>
    public int MaxMissingWords(Slot<SearchText> text) => _bound.Value(text).MaxMissing;

    public bool IsFuzzy(Slot<SearchText> text) => _bound.Value(text).IsFuzzy;

    private Page PageOf(Slot<Page> slot) => _bound.Value(slot);

    private static void Append(StringBuilder key, Parameter parameter, object? value)
    {
        switch (parameter)
        {
            case TextParameter or DateParameter: key.Append(value is null ? '0' : '1'); break;
            case IfGivenParameter: key.Append(value == Argument.NotGiven ? '-' : value is null ? '0' : '1'); break;
            case PageParameter:
                var page = (Page)value!;
                key.Append(page.FromEnd ? 'l' : page.HasDefaultSize ? 'd' : 'f').Append(CursorShape.Of(page.After)).Append('-').Append(CursorShape.Of(page.Before));
                break;
            case RelationshipTypesParameter: key.AppendJoin('|', ((RelationshipType[]?)value)?.Select(t => t.Name) ?? ["*"]); break;
            case NodeTypesParameter: key.AppendJoin('|', ((NodeType[]?)value)?.Select(t => t.Name) ?? ["*"]); break;
            case NumberParameter { Code: ErrorCodes.PathLength }: key.Append(CultureInfo.InvariantCulture, $"{value}"); break;
            case EnumParameter { Type: var type } when type == RelationshipDirection.Type: key.Append(CultureInfo.InvariantCulture, $"{value}"); break;
            case SearchParameter:
                var search = (SearchText)value!;
                key.Append(search.Words.IsEmpty ? "-" : $"{search.MaxMissing}{(search.IsFuzzy ? "f" : "")}");
                break;
            case WrittenRelationshipParameter: key.Append(((RelationshipRecord?)value)?.Type.Name); break;
            // The text is the same for all their values
            case NumberParameter or EnumParameter or IdsParameter or FlagParameter or OperandParameter or IntrospectionParameter or ViewerParameter or InputParameter or WrittenNodeParameter or DeletedIdParameter or WarningsParameter or MergeDifferencesParameter or WriteErrorsParameter or VersionParameter or ChangeIdParameter or WrittenVersionParameter or ProposalParameter or NoteParameter: break;
            default: throw new UnreachableException($"{parameter}");
        }
        key.Append(';');
    }
}

/// <summary>Which values a cursor has.</summary>
internal sealed class CursorShape
{
    private readonly string _has;

    private CursorShape(Responses.Cursor cursor) => _has = string.Concat(cursor.Values.Select(v => v.Length == 0 ? '0' : '1'));

    public static CursorShape? Of(Responses.Cursor? cursor) => cursor is null ? null : new CursorShape(cursor);

    public int Count => _has.Length;
    public bool Has(int value) => _has[value] == '1';
    public override string ToString() => _has;
}
