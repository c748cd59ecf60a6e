using System.ComponentModel.DataAnnotations;

namespace KnowledgeGraph.Planning;

/// <summary>The limits of one operation. An operation that exceeds one is refused before anything is read. Each limit has its own error code.</summary>
public sealed class OperationLimits
{
    /// <summary>No limits, for people who use the program on their own machine.</summary>
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

    /// <summary>Maximum number of lexical tokens in a document.</summary>
    [Range(1, int.MaxValue)]
    public int Tokens { get; set; } = 20_000;

    /// <summary>Maximum depth of fields.</summary>
    [Range(1, int.MaxValue)]
    public int Depth { get; set; } = 16;

    /// <summary>Maximum number of fields at the root of an operation.</summary>
    [Range(1, int.MaxValue)]
    public int RootFields { get; set; } = 100;

    /// <summary>Maximum number of fields with an alias, when fragments are expanded.</summary>
    [Range(0, int.MaxValue)]
    public int Aliases { get; set; } = 100;

    /// <summary>Maximum number of fields in all operations of a document, when fragments are expanded.</summary>
    [Range(1, int.MaxValue)]
    public int Fields { get; set; } = 2_000;

    /// <summary>Maximum number of directives in one place.</summary>
    [Range(0, int.MaxValue)]
    public int Directives { get; set; } = 4;

    /// <summary>Maximum depth of objects in `where`.</summary>
    [Range(1, int.MaxValue)]
    public int WhereDepth { get; set; } = 16;

    /// <summary>Maximum number of items in a list in the variables.</summary>
    [Range(1, int.MaxValue)]
    public int ListSize { get; set; } = 1_000;

    /// <summary>Maximum field cost, and maximum type cost: see <see cref="PlanCost"/>.</summary>
    [Range(1, double.MaxValue)]
    public double Cost { get; set; } = 50_000;

    /// <summary>Maximum weight of the subqueries and terms of a statement: see <see cref="Planning.PlanSize"/>.</summary>
    [Range(1, double.MaxValue)]
    public double PlanSize { get; set; } = 600;

    /// <summary>Whether introspection is allowed.</summary>
    public bool Introspection { get; set; } = true;

    /// <summary>Maximum estimated number of fields that introspection returns. The usual query for the whole schema has about 1,000,000.</summary>
    [Range(1, double.MaxValue)]
    public double IntrospectionSize { get; set; } = 2_000_000;

    /// <summary>Maximum work of planning: fields for each type that a node can have, and terms of filters. No ordinary document comes near it.</summary>
    internal long Work => Fields * 50L;
}
