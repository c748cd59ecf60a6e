using System.Collections.Immutable;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>A value of a YAML file and where it stands; a scalar is its text, whatever it looks like.</summary>
internal abstract record YamlValue(Place Place)
{
    /// <param name="IsPlain">Written without quotes.</param>
    public sealed record Scalar(Place Place, string Text, bool IsPlain) : YamlValue(Place)
    {
        /// <summary>Nothing is written where a value belongs, or one of YAML's words for nothing.</summary>
        public bool IsNothing => IsPlain && Text is "" or "~" or "null";
    }

    public sealed record Sequence(Place Place, ImmutableArray<YamlValue> Items) : YamlValue(Place);

    public sealed record Mapping(Place Place, ImmutableArray<(Scalar Key, YamlValue Value)> Entries) : YamlValue(Place)
    {
        public YamlValue? Find(string key) => Entries.FirstOrDefault(e => e.Key.Text == key).Value;
    }

    /// <summary>What a message says was found.</summary>
    public string Describe() => this switch
    {
        Scalar { IsNothing: true } => "nothing",
        Scalar { Text.Length: > 60 } scalar => $"\"{scalar.Text[..60]}…\"",
        Scalar scalar => $"\"{scalar.Text}\"",
        Sequence => "a list",
        Mapping => "fields",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
