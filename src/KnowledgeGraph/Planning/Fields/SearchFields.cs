using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

public sealed record SearchField(ResponseKey Key, Slot<SearchText> Text, Slot<NodeType[]?> Types, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection)
{
    /// <summary>
    /// Hits are ordered by class. The name of a hit of the first class equals the text. The fields of a hit of the class <see cref="AllWords"/> have
    /// all words. A fuzzy search has three more classes for each distance: the name has no other words, the name has all words, any fields have all
    /// words. For each word that a hit lacks, its class is one further.
    /// </summary>
    public const int FirstClass = 1, AllWords = 6;

    /// <summary>The number of classes of each distance of a fuzzy search.</summary>
    public const int NearClasses = 3;

    /// <summary>The first class of a distance. The distance of a hit is the largest of its words.</summary>
    public static int FirstNear(int distance) => AllWords + NearClasses * (distance - 1) + 1;

    /// <summary>The last class of hits with all words.</summary>
    public static int LastComplete(bool isFuzzy) => isFuzzy ? FirstNear(SoughtWord.MaxDistance) + NearClasses - 1 : AllWords;

    /// <summary>The class of hits that lack the most words.</summary>
    public static int LastClass(bool isFuzzy) => LastComplete(isFuzzy) + SearchText.MaxWords / 2;

    /// <summary>Whether a request may ask for near words, so that the words of the graph are compared.</summary>
    public bool MayBeFuzzy { get; init; }

    internal override FieldCost Cost => new(FieldCosts.Search);
    internal override double Size(PlanSize sizes) => sizes.OfPage(Selection, PlanSize.Search);
    internal override string Describe(ImmutableArray<Parameter> parameters) =>
        $"search {parameters.At(Text)} in {parameters.At(Types)} [{parameters.At(Page)}] by {Ordering}";
}

/// <summary>The hits of the page.</summary>
public sealed record HitsField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Times.Items);
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "nodes";
}

/// <summary>The hit of an edge.</summary>
public sealed record HitField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "node";
}

/// <summary>The fields in which words were found.</summary>
public sealed record MatchedField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "matched";
}
