namespace KnowledgeGraph.Schema;

/// <summary>Names of types within sentences.</summary>
internal static class Noun
{
    /// <summary>"an Agreement", "a Country".</summary>
    public static string WithArticle(string name) => $"{(name[0] is 'A' or 'E' or 'I' or 'O' ? "an" : "a")} {name}";

    /// <summary>"An Agreement", "A Country".</summary>
    public static string Capitalized(string name) => $"{(WithArticle(name)[1] == 'n' ? "An" : "A")} {name}";

    /// <summary>"Agreement nodes".</summary>
    public static string Of(string name) => $"{name} nodes";
}
