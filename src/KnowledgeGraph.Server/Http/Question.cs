using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Http;

/// <summary>A named question: its file's path among the questions, without extension, and the file as it stands.</summary>
internal sealed record Question(string Name, string Text)
{
    private const string Folder = "questions";
    private const string Extension = ".graphql";

    /// <summary>The group of the questions that begin with no nodes of one type.</summary>
    public const string OtherGroup = "across the graph";

    private readonly QuestionHeader _header = QuestionHeader.Read(Text);

    /// <summary>The sentence that the file begins with, after its #; the name where there is none.</summary>
    public string Sentence => _header.Sentence ?? Name;

    /// <summary>The forms that suit its response, the best first. A network and a table suit any.</summary>
    public IReadOnlyList<string> Forms => _header.Forms.Count > 0 ? _header.Forms : ["network"];

    /// <summary>What it asks for first, such as <c>countries</c>: a person finds it under this heading.</summary>
    public string Group(GraphModel model)
    {
        try
        {
            var operation = Parser.Parse(Text).Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault();
            var root = operation?.SelectionSet.Selections.OfType<GraphQLField>().FirstOrDefault()?.Name.StringValue;
            return model.Collections.FirstOrDefault(t => root == t.FieldName || root == t.CollectionName || root == t.CollectionName + "Aggregate")?.CollectionName ?? OtherGroup;
        }
        catch (GraphQLSyntaxErrorException)
        {
            return OtherGroup;
        }
    }

    /// <summary>The questions of a seed, by name. A folder within a seed, such as <c>seed/article</c>, has those of the seed.</summary>
    public static async Task<IReadOnlyList<Question>> Read(string seed, CancellationToken cancel)
    {
        var (folder, files) = Find(seed);
        var questions = new List<Question>();
        foreach (var name in files.Select(f => Path.GetRelativePath(folder, f)[..^Extension.Length].Replace('\\', '/')).Order(StringComparer.Ordinal))
            questions.Add(new Question(name, await File.ReadAllTextAsync(Path.Combine(folder, name + Extension), cancel)));
        return questions;
    }

    /// <summary>The number of questions of a seed.</summary>
    public static int Count(string seed) => Find(seed).Files.Length;

    private static (string Folder, string[] Files) Find(string seed)
    {
        var folder = Path.Combine(seed, Folder);
        if (!Directory.Exists(folder) && Path.GetDirectoryName(Path.GetFullPath(seed)) is { } whole)
            folder = Path.Combine(whole, Folder);
        return (folder, Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension, SearchOption.AllDirectories) : []);
    }
}
