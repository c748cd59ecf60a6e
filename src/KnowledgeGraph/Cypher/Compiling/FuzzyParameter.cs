using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Writes the words of a fuzzy search, with the near words of the graph: see <see cref="RequestParameters.NearWords"/>.</summary>
internal static class FuzzyParameter
{
    // {"typed":1,"sought":[" mejico"," mexico "],"words":[[[" mejico"],[" mexico "],[]]]}
    public static void Write(Utf8JsonWriter writer, SearchText text, int longest, StatementFacts facts)
    {
        var near = new NearWords(text);
        foreach (var word in facts.Vocabulary ?? [])
        {
            facts.Stop.ThrowIfCancellationRequested();
            near.Add(word);
        }
        var found = near.Found();
        writer.WriteStartObject();
        writer.WriteNumber("typed", text.TypedWords);
        writer.WriteStartArray("sought");
        foreach (var i in Enumerable.Range(0, text.Words.Length).OrderByDescending(i => text.Words[i].Length).Take(longest))
        {
            writer.WriteStringValue($" {text.Words[i]}");
            WriteItems(writer, found[i]);
        }
        writer.WriteEndArray();
        writer.WriteStartArray("words");
        for (var i = 0; i < found.Length; i++)
            WriteDistances(writer, text.Words[i], found[i]);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDistances(Utf8JsonWriter writer, string word, ImmutableArray<NearWord> near)
    {
        writer.WriteStartArray();
        writer.WriteStartArray();
        writer.WriteStringValue($" {word}");
        writer.WriteEndArray();
        for (var distance = 1; distance <= SoughtWord.MaxDistance; distance++)
        {
            writer.WriteStartArray();
            WriteItems(writer, near.Where(n => n.Distance == distance));
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static void WriteItems(Utf8JsonWriter writer, IEnumerable<NearWord> near)
    {
        foreach (var word in near)
            writer.WriteStringValue($" {word.Text} ");
    }
}
