namespace KnowledgeGraph.Server.Questions;

/// <summary>A row of an answer that is shown as one table.</summary>
/// <param name="List">The position of the list that it comes from among the lists of the operation; -1 for the response itself.</param>
/// <param name="Cells">The text of each column; empty for null.</param>
internal readonly record struct AnswerRow(int List, string[] Cells);
