using System.Buffers.Text;
using System.Text.Json;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>A document with values for its variables.</summary>
internal sealed record FuzzedOperation(FuzzedDocument Document, Dictionary<string, object?> Variables)
{
    /// <summary>The variables that the document uses, as JSON.</summary>
    public string VariablesText => InputValue.Json(Document.UsedVariables.Where(v => Variables.ContainsKey(v.Name)).ToDictionary(v => v.Name, v => Variables[v.Name]));

    public byte[] Body => InputValue.Request(Document.Text, VariablesText);

    /// <summary>Draws values: the usual case is one that is given, but some are null or left out.</summary>
    /// <param name="alike">
    /// An earlier operation whose statement for Neo4j this one shares, cursors aside: which variables are null or left out is the same. Null for none.
    /// </param>
    /// <param name="cursors">Cursors of earlier responses by their response keys.</param>
    public static FuzzedOperation Draw(FuzzedDocument document, Choices choices, FuzzedOperation? alike, Dictionary<string, List<string>> cursors)
    {
        var variables = new Dictionary<string, object?>();
        foreach (var variable in document.Variables)
        {
            var value = variable.Draw();
            if (variable.Cursors.SelectMany(c => cursors.GetValueOrDefault(c) ?? []).ToList() is { Count: > 0 } fitting && value is null && choices.Chance(85))
                variables[variable.Name] = choices.Chance(6) ? Damaged(choices.Of(fitting), choices) : choices.Of(fitting);
            else if (alike is not null && variable.Cursors.Count == 0)
            {
                if (alike.Variables.TryGetValue(variable.Name, out var earlier))
                    variables[variable.Name] = earlier is null || value is null || variable.IsStructure ? InputValue.Copy(earlier) : value;
            }
            else if (variable.IsRequired || choices.Chance(92))
                variables[variable.Name] = value;
            else if (choices.Chance(30) && !variable.Type.EndsWith('!'))
                variables[variable.Name] = null;
        }
        return new FuzzedOperation(document, variables);
    }

    /// <summary>The cursor with one byte of its values changed: often it is still a cursor, of a place that no item has.</summary>
    private static string Damaged(string cursor, Choices choices)
    {
        const int Start = 5;
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length > Start)
            bytes[Start + choices.Below(bytes.Length - Start)] = (byte)(choices.Chance(80) ? 0x20 + choices.Below(0x5F) : choices.Below(0x100));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Collects the cursors in a response under the keys that the document gave them.</summary>
    public static void CollectCursors(FuzzedDocument document, JsonElement response, Dictionary<string, List<string>> cursors)
    {
        var keys = document.Variables.SelectMany(v => v.Cursors).ToHashSet();
        if (keys.Count > 0)
            Collect(response);

        void Collect(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
                foreach (var item in element.EnumerateArray())
                    Collect(item);
            else if (element.ValueKind == JsonValueKind.Object)
                foreach (var property in element.EnumerateObject())
                    if (property.Value.ValueKind == JsonValueKind.String && keys.Contains(property.Name))
                    {
                        if (!cursors.TryGetValue(property.Name, out var list))
                            cursors.Add(property.Name, list = []);
                        list.Add(property.Value.GetString()!);
                    }
                    else
                        Collect(property.Value);
        }
    }

    /// <summary>Whether the value has data that only a found node gives: text, a number but 0, or true.</summary>
    public static bool HasData(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(p => p.Name != "__typename" && HasData(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HasData),
        JsonValueKind.String => element.GetString()!.Length > 0,
        JsonValueKind.Number => element.GetDouble() != 0,
        JsonValueKind.True => true,
        _ => false,
    };
}
