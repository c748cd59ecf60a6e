using System.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>An id or another text. Binds to a string or null.</summary>
public sealed record TextParameter(Argument Value) : Parameter<string?>
{
    public override string? ValueOf(IReadOnlyDictionary<string, object?> variables) => Value.Resolve(variables) switch
    {
        null => null,
        string text => text,
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public override string ToString() => Value.ToString();
}

/// <summary>Ids. Binds to an array of strings.</summary>
public sealed record IdsParameter(Argument Value) : Parameter<string[]>
{
    public override string[] ValueOf(IReadOnlyDictionary<string, object?> variables)
    {
        var ids = Value.Resolve(variables) switch
        {
            System.Collections.IEnumerable list and not string => list.Cast<object>(),
            { } single => [single],
            null => [],
        };
        string[] texts = [.. ids.Select(i => new TextParameter(new Argument.Literal(i)).ValueOf(variables)!)];
        return texts.Length <= GraphSchema.MaxPageSize ? texts : throw Refuse(
            $"At most {GraphSchema.MaxPageSize} ids are allowed, but {texts.Length} were given.", ErrorCodes.TooManyIds, new(Given: texts.Length, Allowed: GraphSchema.MaxPageSize));
    }

    internal override bool HasFixedSize => Value is Argument.Literal or Argument.List;

    public override string ToString() => Value.ToString();
}

/// <summary>A partial date. Binds to its UTF-8 bytes or null.</summary>
public sealed record DateParameter(Argument Value) : Parameter<byte[]?>
{
    public override byte[]? ValueOf(IReadOnlyDictionary<string, object?> variables) =>
        Value.Resolve(variables) is string text ? Encoding.UTF8.GetBytes(text) : null;

    public override string ToString() => Value.ToString();
}

/// <summary>A value for which null differs from no value. Binds to null, or to <see cref="Argument.NotGiven"/> if its variable has no value.</summary>
public sealed record IfGivenParameter(Parameter Inner, Argument Value) : Parameter
{
    public override object? Bind(IReadOnlyDictionary<string, object?> variables) => Value.Resolve(variables) is { } value
        ? value == Argument.NotGiven ? value : (Inner with { Document = Document, Position = Position, Path = Path }).Bind(variables)
        : null;

    public override string ToString() => Inner.ToString();
}

/// <summary>A value of an enum. Binds to its position; null binds to the last one.</summary>
public sealed record EnumParameter(Argument Value, EnumType Type) : Parameter<int>
{
    public override int ValueOf(IReadOnlyDictionary<string, object?> variables) =>
        Value.Resolve(variables) is string text ? Type.IndexOf(text) : Type.Values.Length - 1;

    public override string ToString() => Value.ToString().Trim('"');
}

/// <summary>A page of a connection. Binds to a <see cref="Page"/>.</summary>
public sealed record PageParameter(Argument First, Argument After, Argument Last, Argument Before, Ordering Ordering) : Parameter<Page>
{
    internal override bool HasFixedSize => First is Argument.Literal && Last is Argument.Literal;

    public override Page ValueOf(IReadOnlyDictionary<string, object?> variables)
    {
        var (first, last) = (Size("first", First, variables), Size("last", Last, variables));
        if (first is not null && last is not null)
            throw Refuse("Give `first` or `last`, not both.", ErrorCodes.PageDirection, new("last", last, null));
        return new Page(
            first ?? last ?? GraphSchema.DefaultPageSize, last is not null, Place("after", After, variables), Place("before", Before, variables),
            HasDefaultSize: first is null && last is null);
    }

    private int? Size(string name, Argument argument, IReadOnlyDictionary<string, object?> variables)
    {
        if (argument.Resolve(variables) is not { } value)
            return null;
        var size = Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
        return size is >= 0 and <= GraphSchema.MaxPageSize ? size
            : throw Refuse($"`{name}` must be between 0 and {GraphSchema.MaxPageSize}, but was {size}.", ErrorCodes.PageSize, new(name, size, GraphSchema.MaxPageSize));
    }

    private Cursor? Place(string name, Argument argument, IReadOnlyDictionary<string, object?> variables)
    {
        if (argument.Resolve(variables) is not string text)
            return null;
        var cursor = Cursor.Parse(text);
        if (cursor is not null && cursor.Order != Ordering.Tag)
            throw Refuse($"The cursor in `{name}` belongs to another order. Use a cursor of {Ordering.Connection}, ordered by {Ordering}.", ErrorCodes.ForeignCursor, new(name));
        return cursor is not null && Ordering.Fits(cursor) ? cursor
            : throw Refuse($"`{name}` is not a cursor. Use the `cursor`, `startCursor` or `endCursor` of this connection.", ErrorCodes.InvalidCursor, new(name));
    }

    public override string ToString() => string.Join(", ", new[] { ("first", First), ("after", After), ("last", Last), ("before", Before) }
        .Where(a => !a.Item2.IsNone).Select(a => $"{a.Item1}: {a.Item2}").DefaultIfEmpty($"first: {GraphSchema.DefaultPageSize}"));
}

/// <summary>A Boolean. Null binds to false.</summary>
public sealed record FlagParameter(Argument Value) : Parameter<bool>
{
    public override bool ValueOf(IReadOnlyDictionary<string, object?> variables) => Value.Resolve(variables) is true;

    public override string ToString() => Value.ToString();
}

/// <summary>What a filter compares with: one value or a list. Binds to the form of <see cref="ScalarBinding.Bind"/>, or to an array of it.</summary>
public sealed record OperandParameter(Argument Value, ScalarKind Kind, EnumType? Enum, bool IsFolded = false, bool IsList = false) : Parameter<object>
{
    public override object ValueOf(IReadOnlyDictionary<string, object?> variables) => Value.Resolve(variables) switch
    {
        System.Collections.IEnumerable list and not string => list.Cast<object?>().Select(i => BindOne(i!)).ToArray(),
        var value when IsList => new[] { BindOne(value!) },
        var value => BindOne(value!),
    };

    private object BindOne(object value) => ScalarBinding.Bind(Kind, Enum, value, IsFolded);

    public override string ToString() => Value.ToString();
}

/// <summary>The result of introspection. Binds to its JSON.</summary>
public sealed record IntrospectionParameter(IntrospectionQuery Query) : Parameter<byte[]>
{
    public override byte[] ValueOf(IReadOnlyDictionary<string, object?> variables) => Query.Answer(variables);

    public override string ToString() => "";
}
