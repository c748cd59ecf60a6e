using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;

namespace KnowledgeGraph.Tests;

/// <summary>The types of an assembly that each of its types uses, read from the compiled code. Constants leave no trace there.</summary>
internal sealed class TypeReferences
{
    private const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<short, OpCode> s_opCodes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    private readonly Assembly _assembly;
    private readonly HashSet<Type> _used = [];

    private TypeReferences(Assembly assembly) => _assembly = assembly;

    /// <summary>Each type with a type that it uses. Nested and generated types count as the type that contains them.</summary>
    public static IEnumerable<(Type User, Type Used)> In(Assembly assembly) =>
        assembly.GetTypes().SelectMany(t => Of(t).Select(used => (Outermost(t), Outermost(used)))).Where(r => r.Item1 != r.Item2).Distinct();

    private static HashSet<Type> Of(Type type)
    {
        var references = new TypeReferences(type.Assembly);
        references.Add(type.BaseType);
        references.AddAll(type.GetInterfaces());
        references.AddAll(type.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints()));
        foreach (var field in type.GetFields(All))
            references.Add(field.FieldType);
        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            references.AddSignature(method);
            if (method.GetMethodBody() is { } body)
                references.AddBody(method, body);
        }
        return references._used;
    }

    private void AddAll(IEnumerable<Type> types)
    {
        foreach (var type in types)
            Add(type);
    }

    private void Add(Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
            Add(type.GetElementType());
        else if (type.IsConstructedGenericType)
            AddAll([type.GetGenericTypeDefinition(), .. type.GetGenericArguments()]);
        else if (type.Assembly == _assembly)
            _used.Add(type);
    }

    private void AddSignature(MethodBase method)
    {
        AddAll(method.GetParameters().Select(p => p.ParameterType));
        Add((method as MethodInfo)?.ReturnType);
    }

    private void AddBody(MethodBase method, MethodBody body)
    {
        AddAll(body.LocalVariables.Select(l => l.LocalType));
        AddAll(body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause).Select(c => c.CatchType!));
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var opCode = s_opCodes[code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at]];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                AddMember(method.Module.ResolveMember(
                    BitConverter.ToInt32(code, at), method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : []));
            at += SizeOf(opCode.OperandType, code, at);
        }
    }

    private void AddMember(MemberInfo? member)
    {
        Add(member as Type ?? member?.DeclaringType);
        if (member is FieldInfo field)
            Add(field.FieldType);
        if (member is not MethodBase method)
            return;
        AddSignature(method);
        if (method.IsGenericMethod)
            AddAll(method.GetGenericArguments());
    }

    private static int SizeOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        OperandType.InlineBrTarget or OperandType.InlineField or OperandType.InlineI or OperandType.InlineMethod or OperandType.InlineSig
            or OperandType.InlineString or OperandType.InlineTok or OperandType.InlineType or OperandType.ShortInlineR => 4,
        _ => throw new UnreachableException($"{operand}"),
    };

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
