using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Evidence;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// Gives the parameters of a plan names in the statement, by their place: <c>$p0</c>. A suffix tells forms of one value apart: <c>$p0f</c>
/// is folded, <c>$p0s</c> is a list, <c>$p0a1</c> and <c>$p0b1</c> are values of the cursors of a page.
/// </summary>
internal sealed class RequestParameters
{
    private readonly OperationPlan _plan;
    /// <summary>By place in the plan: the first place with an equal parameter, so that equal parameters have one name.</summary>
    private readonly ImmutableArray<int> _firstPlace;

    /// <param name="row">The variable with the values of one request, in a statement that answers several; null if it answers one.</param>
    public RequestParameters(OperationPlan plan, Variable? row)
    {
        (_plan, Named) = (plan, new StatementParameters(row));
        var first = new Dictionary<Parameter, int>();
        _firstPlace = [.. plan.Parameters.Select((parameter, place) =>
        {
            var withoutPlace = parameter with { Document = null, Position = 0, Path = default };
            return first.TryAdd(withoutPlace, place) ? place : first[withoutPlace];
        })];
    }

    /// <summary>All parameters that were named.</summary>
    public StatementParameters Named { get; }

    private string NameOf<T>(Slot<T> slot) => string.Create(CultureInfo.InvariantCulture, $"p{_firstPlace[slot.Index]}");

    public ParameterName Text(Slot<string?> slot) => Named.Add(NameOf(slot), (writer, bound, _) => writer.WriteStringValue(bound.Value(slot)));

    /// <summary>The ends of the relationship that a mutation wrote, and what distinguishes it from others between them.</summary>
    public (ParameterName From, ParameterName To, ParameterName Key) Written(Slot<RelationshipRecord?> slot)
    {
        ParameterName Add(string suffix, Func<RelationshipRecord, string> value) =>
            Named.Add(NameOf(slot) + suffix, (writer, bound, _) => writer.WriteStringValue(value(bound.Value(slot)!)));
        return (Add("from", r => r.From), Add("to", r => r.To), Add("key", RecordWriter.KeyOf));
    }

    public ParameterName FoldedText(Slot<string?> slot) =>
        Named.Add(NameOf(slot) + "f", (writer, bound, _) => writer.WriteStringValue(Folding.Fold(bound.Value(slot)!)));

    public ParameterName Ids(Slot<string[]> slot) => Named.Add(NameOf(slot), (writer, bound, _) =>
    {
        writer.WriteStartArray();
        foreach (var id in bound.Value(slot))
            writer.WriteStringValue(id);
        writer.WriteEndArray();
    });

    public ParameterName Flag(Slot<bool> slot) => Named.Add(NameOf(slot), (writer, bound, _) => writer.WriteBooleanValue(bound.Value(slot)));

    /// <summary>A version.</summary>
    public ParameterName Version(Slot<long> slot) => Named.Add(NameOf(slot), (writer, bound, _) => writer.WriteNumberValue(bound.Value(slot)));

    /// <summary>A version, or null.</summary>
    public ParameterName Version(Slot<long?> slot) => Named.Add(NameOf(slot), (writer, bound, _) =>
    {
        if (bound.Value(slot) is { } version)
            writer.WriteNumberValue(version);
        else
            writer.WriteNullValue();
    });

    /// <summary>A limit, or a position in an enum.</summary>
    public ParameterName Number(Slot<int> slot) => Named.Add(NameOf(slot), (writer, bound, _) => writer.WriteNumberValue(bound.Value(slot)));

    public ParameterName Date(Slot<byte[]?> slot) => Named.Add(NameOf(slot), (writer, bound, _) => writer.WriteStringValue(bound.Value(slot)));

    /// <summary>The date of @asOf.</summary>
    public ParameterName AsOf() => Named.Add("asOf", (writer, bound, _) => writer.WriteStringValue(bound.Lens.AsOf));

    public ParameterName Today() =>
        Named.Add("today", (writer, _, facts) => writer.WriteStringValue(facts.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>The ids that are noted if they name nothing.</summary>
    public ParameterName NotedIds() => Named.Add("notedIds", (writer, bound, _) =>
    {
        writer.WriteStartArray();
        foreach (var id in bound.NotedIds)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
    });

    /// <summary>The ids of the nodes that the evidence that counts does not support.</summary>
    public ParameterName HiddenNodes() => Evidence("hiddenNodes", "[]", (writer, evidence, lens) => evidence.WriteHiddenNodes(writer, lens!));

    /// <summary>The element ids of the relationships that the evidence that counts does not support.</summary>
    public ParameterName HiddenRelationships() => Evidence("hiddenRelationships", "[]", (writer, evidence, lens) => evidence.WriteHiddenRelationships(writer, lens!));

    /// <summary>A map from the id of an instrument to the last date that its evidence reaches.</summary>
    public ParameterName KnownInstruments() => Evidence("knownInstruments", "{}", (writer, evidence, lens) => evidence.WriteKnownInstruments(writer, lens));

    /// <summary>A map from the element id of a relationship to the last date that its evidence reaches.</summary>
    public ParameterName KnownRelationships() => Evidence("knownRelationships", "{}", (writer, evidence, lens) => evidence.WriteKnownRelationships(writer, lens));

    /// <summary>The latest date of a report; null for none.</summary>
    public ParameterName LatestReport() => Evidence("latestReport", "null", (writer, evidence, _) => writer.WriteStringValue(evidence.All.LatestReport));

    /// <summary>The number of relationships that the evidence that counts does not support.</summary>
    public ParameterName RelationshipsLeftOut() =>
        Evidence("relationshipsLeftOut", "0", (writer, evidence, lens) => writer.WriteNumberValue(evidence.All.Under(lens!).RelationshipsLeftOut));

    /// <summary>Whether the values of the parameters need the evidence of the graph.</summary>
    public bool NeedEvidence { get; private set; }

    /// <param name="ifUnknown">The JSON to write while a statement is only planned.</param>
    private ParameterName Evidence(string name, string ifUnknown, Action<Utf8JsonWriter, StoredEvidence, EvidenceLens?> write)
    {
        NeedEvidence = true;
        return Named.Add(name, (writer, bound, facts) =>
        {
            if (facts.Evidence is { } evidence)
                write(writer, evidence, bound.Lens.Evidence);
            else
                writer.WriteRawValue(ifUnknown);
        });
    }

    /// <summary>The right side of a comparison.</summary>
    public ParameterName Operand(Slot<object> slot)
    {
        var declared = (OperandParameter)_plan.Parameters.At(slot);
        return Named.Add(NameOf(slot), (writer, bound, _) => WriteOperand(writer, declared, bound.Value(slot)));
    }

    /// <summary>The right side of a comparison as a list; a single value becomes a list of one.</summary>
    public ParameterName OperandList(Slot<object> slot)
    {
        var declared = (OperandParameter)_plan.Parameters.At(slot);
        return Named.Add(NameOf(slot) + "s", (writer, bound, _) =>
            WriteList(writer, bound.Value(slot), one => WriteOperand(writer, declared, one)));
    }

    /// <summary>The same with folded texts.</summary>
    public ParameterName FoldedOperandList(Slot<object> slot) => Named.Add(NameOf(slot) + "sf", (writer, bound, _) =>
        WriteList(writer, bound.Value(slot), one => writer.WriteStringValue(Folding.Fold(Encoding.UTF8.GetString((byte[])one)))));

    public ParameterName PageSize(Slot<Page> page) => Named.Add(NameOf(page), (writer, bound, _) => writer.WriteNumberValue(bound.Value(page).Size));

    /// <summary>A value of a cursor of a page: <c>$p0a1</c>; for other kinds of values <c>$p0a1f</c>, <c>$p0a1o</c>, <c>$p0a1t</c> and <c>$p0a1e</c>.</summary>
    /// <param name="isAfter">Whether it is the cursor after which the page begins, or the one before which it ends.</param>
    public ParameterName CursorValue(Slot<Page> page, bool isAfter, int value, CursorValueKind kind)
    {
        var suffix = kind switch
        {
            CursorValueKind.Text or CursorValueKind.Number or CursorValueKind.Boolean => "",
            CursorValueKind.Folded => "f",
            CursorValueKind.Order => "o",
            CursorValueKind.Tie => "t",
            CursorValueKind.Edge => "e",
            _ => throw new UnreachableException($"{kind}"),
        };
        var name = string.Create(CultureInfo.InvariantCulture, $"{NameOf(page)}{(isAfter ? 'a' : 'b')}{value}{suffix}");
        return Named.Add(name, (writer, bound, _) =>
        {
            var bounds = bound.Value(page);
            CursorValues.Write(writer, kind, (isAfter ? bounds.After! : bounds.Before!).Values, value);
        });
    }

    /// <summary>The whole text of a search, folded.</summary>
    public ParameterName SearchText(Slot<SearchText> text) =>
        Named.Add(NameOf(text), (writer, bound, _) => writer.WriteStringValue(bound.Value(text).Folded));

    /// <summary>Words of a search, each behind the blank that precedes a stored word: the longest ones, which are in the fewest nodes.</summary>
    public List<ParameterName> LongestSearchWords(Slot<SearchText> text, int count) => [.. Enumerable.Range(0, count).Select(i => Named.Add(
        string.Create(CultureInfo.InvariantCulture, $"{NameOf(text)}w{i}"),
        (writer, bound, _) => writer.WriteStringValue(" " + bound.Value(text).Words.OrderByDescending(w => w.Length).ElementAt(i))))];

    /// <summary>All words of a search as a list, each behind a blank.</summary>
    public ParameterName SearchWords(Slot<SearchText> text) => Named.Add(NameOf(text) + "w", (writer, bound, _) =>
        WriteList(writer, bound.Value(text).Words.ToArray<object>(), word => writer.WriteStringValue(" " + word)));

    /// <summary>Whether the values of the parameters need the words of the graph.</summary>
    public bool NeedVocabulary { get; private set; }

    /// <summary>
    /// The words of a fuzzy search: a map with <c>words</c>, for each word a list of what matches it at each distance, and <c>sought</c>, all that matches
    /// one of the longest words; <c>typed</c> is the number of words in the text. A prefix is behind the blank that precedes a stored word, and a near word between its blanks.
    /// </summary>
    /// <param name="count">The number of the longest words.</param>
    public ParameterName NearWords(Slot<SearchText> text, int count)
    {
        NeedVocabulary = true;
        return Named.Add(NameOf(text) + "n", (writer, bound, facts) => FuzzyParameter.Write(writer, bound.Value(text), count, facts));
    }

    private static void WriteList(Utf8JsonWriter writer, object value, Action<object> write)
    {
        writer.WriteStartArray();
        foreach (var one in value as object[] ?? [value])
            write(one);
        writer.WriteEndArray();
    }

    private static void WriteOperand(Utf8JsonWriter writer, OperandParameter declared, object value)
    {
        switch (value)
        {
            case byte[] text: writer.WriteStringValue(text); break;
            case double number: writer.WriteNumberValue(double.IsFinite(number) ? number : double.CopySign(double.MaxValue, number)); break;
            case long time: writer.WriteNumberValue(time); break;
            case int position when declared.Kind == ScalarKind.Boolean: writer.WriteBooleanValue(position == 1); break;
            case int position: writer.WriteStringValue(declared.Enum!.Values[position].Name); break;
            default: throw new UnreachableException($"{value}");
        }
    }
}
