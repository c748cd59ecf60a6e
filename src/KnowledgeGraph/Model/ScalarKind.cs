namespace KnowledgeGraph.Model;

/// <summary>The scalar types that a property can have. <see cref="ScalarType"/> says what each of them is.</summary>
public enum ScalarKind
{
    String,
    Id,
    Int,
    Float,
    Boolean,
    DateTime,
    PartialDate,
    Url,
    Enum,
}

/// <summary>How the values of a scalar type are stored as JSON, and compared.</summary>
public enum ScalarForm
{
    /// <summary>Text, which may have escapes in JSON.</summary>
    Text,
    /// <summary>Text in a fixed format, which has no escapes in JSON.</summary>
    PlainText,
    /// <summary>A number without fraction.</summary>
    Whole,
    /// <summary>A number.</summary>
    Number,
    Boolean,
    /// <summary>The name of a value of an <see cref="EnumType"/>.</summary>
    Enum,
}

/// <summary>How the values of a scalar type are sorted.</summary>
public enum ScalarOrder
{
    /// <summary>As numbers.</summary>
    Number,
    /// <summary>By their UTF-8 bytes.</summary>
    Bytes,
    /// <summary>As text without case and diacritics, then by their UTF-8 bytes.</summary>
    Folded,
}

/// <summary>The comparisons that a filter allows besides being equal.</summary>
[Flags]
public enum ScalarComparisons
{
    None = 0,
    In = 1,
    /// <summary>Before and after, or less and greater.</summary>
    Order = 2,
    /// <summary>A date within a coarser one.</summary>
    Within = 4,
    /// <summary>Parts of text, and text without case and diacritics.</summary>
    Text = 8,
}
