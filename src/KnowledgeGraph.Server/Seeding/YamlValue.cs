using System.Collections.Immutable;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>A value in a YAML file with its location. A scalar is always text, even if it looks like a number.</summary>
internal abstract record YamlValue(FileLocation Location)
{
    /// <param name="IsPlain">Written without quotes.</param>
    public sealed record Scalar(FileLocation Location, string Text, bool IsPlain) : YamlValue(Location)
    {
        /// <summary>Whether the value is missing, or is one of the null values of YAML.</summary>
        public bool IsNothing => IsPlain && Text is "" or "~" or "null";
    }

    public sealed record Sequence(FileLocation Location, ImmutableArray<YamlValue> Items) : YamlValue(Location);

    public sealed record Mapping(FileLocation Location, ImmutableArray<(Scalar Key, YamlValue Value)> Entries) : YamlValue(Location)
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
