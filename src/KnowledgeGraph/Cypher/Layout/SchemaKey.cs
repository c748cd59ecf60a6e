using System.Text.RegularExpressions;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>What a constraint or an index is on, whatever its name: <c>RANGE Country(_name)</c>, <c>UNIQUE Entity(id)</c>.</summary>
internal static partial class SchemaKey
{
    public const string Unique = "UNIQUE";

    public static string Of(string kind, string label, IEnumerable<string> properties) => $"{kind} {label}({string.Join(", ", properties)})";

    // CREATE RANGE INDEX Country_name IF NOT EXISTS FOR (n:Country) ON (n._name) is "RANGE Country(_name)"
    /// <summary>Of one of <see cref="SchemaStatements"/>.</summary>
    public static string Of(Statement statement)
    {
        var match = Creation().Match(statement.Text);
        var kind = match.Groups["kind"].Value;
        return Of(kind == "CONSTRAINT" ? Unique : kind.Split(' ')[0], match.Groups["label"].Value, Property().Matches(match.Groups["on"].Value).Select(p => p.Groups[1].Value));
    }

    [GeneratedRegex(@"^CREATE (?<kind>CONSTRAINT|RANGE INDEX|TEXT INDEX) .* FOR [^:]*:(?<label>\w+)[^ ]* (?:ON|REQUIRE) (?<on>.+)$")]
    private static partial Regex Creation();

    [GeneratedRegex(@"\w\.(\w+)")]
    private static partial Regex Property();
}
