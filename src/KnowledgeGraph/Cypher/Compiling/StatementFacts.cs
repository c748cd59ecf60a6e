using KnowledgeGraph.Cypher.Layout;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>What the parameters of a statement need beside the values of the request.</summary>
/// <param name="Today">The date (UTC) where neither an argument nor the operation gives one.</param>
/// <param name="Evidence">Null if the statement does not need it: see <see cref="CompiledPlan.NeedsEvidence"/>.</param>
/// <param name="Vocabulary">All words of the searched texts; null if the statement does not need them: see <see cref="CompiledPlan.NeedsVocabulary"/>.</param>
/// <param name="Stop">Ends the comparison of the words.</param>
public sealed record StatementFacts(DateOnly Today, StoredEvidence? Evidence, IReadOnlyCollection<string>? Vocabulary = null, CancellationToken Stop = default);
