using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KnowledgeGraph.Server.Questions;

/// <summary>The named questions at one time, by name.</summary>
internal sealed class QuestionList(ImmutableArray<Question> questions)
{
    private readonly FrozenDictionary<string, Question> _byName = questions.ToFrozenDictionary(q => q.Name);

    public ImmutableArray<Question> All { get; } = questions;

    /// <summary>The question with this name, in which case matters; null if there is none.</summary>
    public Question? Find(string name) => _byName.GetValueOrDefault(name);
}
