using System.ComponentModel.DataAnnotations;

namespace KnowledgeGraph.Planning;

/// <summary>How much one operation may ask; what is beyond is refused before anything is read, each with its own code.</summary>
public sealed class OperationLimits
{
    /// <summary>No limits: for who asks on a machine of their own.</summary>
    public static readonly OperationLimits None = new()
    {
        Tokens = int.MaxValue,
        Depth = int.MaxValue,
        RootFields = int.MaxValue,
        Aliases = int.MaxValue,
        Fields = int.MaxValue,
        Directives = int.MaxValue,
        WhereDepth = int.MaxValue,
        ListSize = int.MaxValue,
        Cost = double.MaxValue,
        PlanSize = double.MaxValue,
        IntrospectionSize = double.MaxValue,
    };

    /// <summary>Lexical tokens of a document.</summary>
    [Range(1, int.MaxValue)]
    public int Tokens { get; set; } = 20_000;

    /// <summary>Fields within fields.</summary>
    [Range(1, int.MaxValue)]
    public int Depth { get; set; } = 16;

    /// <summary>Fields at the root of an operation.</summary>
    [Range(1, int.MaxValue)]
    public int RootFields { get; set; } = 100;

    /// <summary>Fields with an alias, when fragments are expanded.</summary>
    [Range(0, int.MaxValue)]
    public int Aliases { get; set; } = 100;

    /// <summary>Fields of all operations of a document, when fragments are expanded.</summary>
    [Range(1, int.MaxValue)]
    public int Fields { get; set; } = 2_000;

    /// <summary>Directives at one place.</summary>
    [Range(0, int.MaxValue)]
    public int Directives { get; set; } = 4;

    /// <summary>Objects within objects of `where`.</summary>
    [Range(1, int.MaxValue)]
    public int WhereDepth { get; set; } = 16;

    /// <summary>Items of one list in the variables.</summary>
    [Range(1, int.MaxValue)]
    public int ListSize { get; set; } = 1_000;

    /// <summary>The cost of fields, and that of types: see <see cref="PlanCost"/>.</summary>
    [Range(1, double.MaxValue)]
    public double Cost { get; set; } = 50_000;

    /// <summary>Subqueries and terms of a statement: see <see cref="Planning.PlanSize"/>.</summary>
    [Range(1, double.MaxValue)]
    public double PlanSize { get; set; } = 600;

    /// <summary>Whether the schema may be asked for.</summary>
    public bool Introspection { get; set; } = true;

    /// <summary>Fields of an answer of introspection, as estimated: the usual query, which asks for the whole schema, has some 900,000.</summary>
    [Range(1, double.MaxValue)]
    public double IntrospectionSize { get; set; } = 1_000_000;

    /// <summary>What planning may take: fields for each type that a node may be, and terms of filters. No plain document comes near it.</summary>
    internal long Work => Fields * 50L;
}
