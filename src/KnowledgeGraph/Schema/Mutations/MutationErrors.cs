using System.Diagnostics;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>The kinds of errors of a mutation. Each is a type of the schema.</summary>
public enum MutationErrorKind
{
    Validation,
    EvidenceMissing,
    NotFound,
    Conflict,
    Aborted,
}

/// <summary>What an error of a mutation has.</summary>
public enum MutationErrorPart
{
    Message,
    Code,
    Path,
    CurrentRevision,
    ChangedBy,
    ChangedAt,
}

/// <summary>The type of the differences of merged nodes.</summary>
internal static class MergeDifferences
{
    public const string TypeName = "MergeDifference";
}

/// <summary>What a difference of merged nodes has.</summary>
public enum MergeDifferencePart
{
    Field,
    Kept,
    Dropped,
}

/// <summary>The names and descriptions of the errors of mutations.</summary>
internal static class MutationErrors
{
    public static string TypeName(MutationErrorKind kind) => $"{kind}Error";

    public static string Description(MutationErrorKind kind) => kind switch
    {
        MutationErrorKind.Validation => "A value has the wrong form, or contradicts the model.",
        MutationErrorKind.EvidenceMissing => "A relationship has no evidence, or something would lose its evidence.",
        MutationErrorKind.NotFound => "A node, relationship or claim that the input names does not exist.",
        MutationErrorKind.Conflict => "The graph has something that the change contradicts: an id that is taken, a relationship that exists, or a later revision.",
        MutationErrorKind.Aborted => "Nothing is wrong with this field, but another field of the operation has errors.",
        _ => throw new UnreachableException($"{kind}"),
    };
}
