using System.Collections.Frozen;
using System.Collections.Immutable;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Agents.Tools;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Server.Agents;

/// <summary>The tools: those of this program, and one for each named question that can be run.</summary>
internal sealed class AgentTools
{
    private readonly ImmutableArray<IAgentTool> _own;
    private readonly QuestionFolder _folder;
    private readonly QuestionRun _questions;
    private readonly AnswerReader _answers;
    private volatile Known? _known;

    /// <summary>The tools of a list of questions.</summary>
    private sealed record Known(QuestionList Questions, ImmutableArray<IAgentTool> All, FrozenDictionary<string, IAgentTool> ByName);

    public AgentTools(GraphSchema schema, OperationRunner runner, QuestionFolder folder, ServerOptions options)
    {
        (_folder, _questions) = (folder, new QuestionRun(runner));
        var operations = new AgentOperations(runner);
        var claims = new ClaimReader(schema, operations);
        _answers = new AnswerReader(schema, operations, claims);
        _own =
        [
            new SearchTool(schema, _answers),
            new GetTool(schema, operations, _answers),
            new PathsTool(_answers),
            new QueryTool(operations, _answers),
            new SchemaSearchTool(new SchemaIndex(schema), folder, operations),
            new CitationsTool(operations, claims),
            new ProposeTool(schema, operations, runner.Permission, options),
        ];
    }

    public ImmutableArray<IAgentTool> All => Current.All;

    /// <summary>Null if there is none with this name.</summary>
    public IAgentTool? Find(string name) => Current.ByName.GetValueOrDefault(name);

    private Known Current
    {
        get
        {
            var questions = _folder.Current;
            return _known is { } known && ReferenceEquals(known.Questions, questions) ? known : _known = Read(questions);
        }
    }

    /// <summary>Of two tools with the same name, the first one counts: no question replaces a tool of this program.</summary>
    private Known Read(QuestionList questions)
    {
        ImmutableArray<IAgentTool> all =
            [.. _own.Concat(questions.All.Where(q => q.Operation is not null).Select(q => new QuestionTool(q, _questions, _answers))).DistinctBy(t => t.Tool.Name)];
        return new Known(questions, all, all.ToFrozenDictionary(t => t.Tool.Name));
    }
}
