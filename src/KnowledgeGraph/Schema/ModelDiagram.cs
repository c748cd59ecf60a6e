using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The model as a class diagram in Mermaid's language (https://mermaid.js.org/syntax/classDiagram.html).</summary>
public static class ModelDiagram
{
    public static string Print(GraphModel model)
    {
        var text = new List<string> { "classDiagram" };
        foreach (var type in model.Interfaces)
            AppendClass(text, type, "interface", type.Properties);
        foreach (var type in model.NodeTypes)
        {
            var inherited = type.Interfaces.SelectMany(i => i.Properties).Select(p => p.Name).ToHashSet();
            AppendClass(text, type, null, type.Properties.Where(p => !inherited.Contains(p.Name)));
            foreach (var parent in type.Interfaces)
                text.Add($"    {parent.Name} <|.. {type.Name}");
        }
        foreach (var type in model.Unions)
            text.AddRange([$"    class {type.Name} {{", "        <<union>>", .. type.Members.Select(m => $"        {m.Name}"), "    }"]);
        text.AddRange(model.RelationshipTypes.SelectMany(r => r.Fields).Where(f => f.Direction == Direction.Out)
            .Select(f => $"    {f.Owner.Name} --> {f.Target.Name} : {f.Type.Name}").Distinct());
        return string.Join('\n', text) + "\n";
    }

    private static void AppendClass(List<string> text, FieldedType type, string? stereotype, IEnumerable<Property> properties)
    {
        var lines = properties.Select(p => $"{p.TypeText.Replace("!", "", StringComparison.Ordinal)} {p.Name}").ToList();
        if (stereotype is not null)
            lines.Insert(0, $"<<{stereotype}>>");
        if (lines.Count == 0)
            text.Add($"    class {type.Name}");
        else
            text.AddRange([$"    class {type.Name} {{", .. lines.Select(l => "        " + l), "    }"]);
    }
}
