using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Questions;

/// <summary>A named question: a file in the folder of questions, read once.</summary>
internal sealed class Question
{
    /// <summary>The group of the questions that begin with no nodes of one type.</summary>
    public const string OtherGroup = "across the graph";

    private readonly QuestionHeader _header;

    private Question(string name, string text, string group, OperationOutline? operation, AnswerColumns? columns, string? problem)
    {
        (Name, Text, Group, Operation, Columns, Problem, _header) = (name, text, group, operation, columns, problem, QuestionHeader.Read(text));
        Document = GraphQLRequest.Encode(text);
    }

    /// <summary>The path of its file in the folder, without extension: <c>wider/who-reports-most</c>.</summary>
    public string Name { get; }

    /// <summary>The file as it stands.</summary>
    public string Text { get; }

    /// <summary>The text as a request has it: the inside of a JSON string.</summary>
    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>The first line of comment; the name if there is none.</summary>
    public string Title => _header.Title ?? Name;

    /// <summary>The other lines of comment; null if there are none.</summary>
    public string? Description => _header.Description;

    /// <summary>Values of its variables as an example, as in a URL.</summary>
    public IReadOnlyList<string> Examples => _header.Examples;

    /// <summary>The forms that suit its response, the best first. A network and a table suit any.</summary>
    public IReadOnlyList<string> Forms => _header.Forms.Count > 0 ? _header.Forms : ["network"];

    /// <summary>What it asks for first, such as <c>countries</c>: a person finds it under this heading.</summary>
    public string Group { get; }

    /// <summary>Its operation; null if there is a problem.</summary>
    public OperationOutline? Operation { get; }

    /// <summary>The columns of its answer as one table; null if there is a problem.</summary>
    public AnswerColumns? Columns { get; }

    /// <summary>Why it cannot be run; null if it can.</summary>
    public string? Problem { get; }

    public IReadOnlyList<OutlineVariable> Variables => Operation?.Variables ?? [];

    public static Question Read(string name, string text, GraphSchema schema, OperationLimits limits)
    {
        var group = GroupOf(text, schema.Model);
        try
        {
            var operation = OutlineReader.ReadQuery(schema, text, operationName: null, limits);
            return new Question(name, text, group, operation, new AnswerColumns(operation.Fields, schema.Model), problem: null);
        }
        catch (GraphErrorException e)
        {
            return Unusable(name, string.Join(' ', e.Errors.Select(Describe)), text, group);
        }
    }

    /// <summary>A question that cannot be run.</summary>
    public static Question Unusable(string name, string problem, string text = "", string group = OtherGroup) => new(name, text, group, operation: null, columns: null, problem);

    private static string Describe(GraphError error) => error.Locations is [var (line, column), ..] ? $"Line {line}, column {column}: {error.Message}" : error.Message;

    private static string GroupOf(string text, GraphModel model)
    {
        try
        {
            var operation = Parser.Parse(text).Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault();
            var root = operation?.SelectionSet.Selections.OfType<GraphQLField>().FirstOrDefault()?.Name.StringValue;
            return model.Collections.FirstOrDefault(t => root == t.FieldName || root == t.CollectionName || root == t.CollectionName + "Aggregate")?.CollectionName ?? OtherGroup;
        }
        catch (Exception e) when (e is GraphQLSyntaxErrorException or GraphQLMaxDepthExceededException)
        {
            return OtherGroup;
        }
    }
}
