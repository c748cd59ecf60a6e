using System.Collections.Immutable;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>A value in a YAML file with its place. A scalar is always text, even if it looks like a number.</summary>
internal abstract record YamlValue(Place Place)
{
    /// <param name="IsPlain">Written without quotes.</param>
    public sealed record Scalar(Place Place, string Text, bool IsPlain) : YamlValue(Place)
    {
        /// <summary>Whether the value is missing, or is one of the null values of YAML.</summary>
        public bool IsNothing => IsPlain && Text is "" or "~" or "null";
    }

    public sealed record Sequence(Place Place, ImmutableArray<YamlValue> Items) : YamlValue(Place);

    public sealed record Mapping(Place Place, ImmutableArray<(Scalar Key, YamlValue Value)> Entries) : YamlValue(Place)
    {
        public YamlValue? Find(string key) => Entries.FirstOrDefault(e => e.Key.Text == key).Value;
    }

    /// <summary>Describes the value in a message.</summary>
    public string Describe() => this switch
    {
        Scalar { IsNothing: true } => "empty",
        Scalar { Text.Length: > 60 } scalar => $"\"{scalar.Text[..60]}…\"",
        Scalar scalar => $"\"{scalar.Text}\"",
        Sequence => "a list",
        Mapping => "a set of fields",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
