using YamlDotNet.RepresentationModel;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>The sheet of facts from which the seed was written. It is no part of the project: it may stand beside it, or not.</summary>
internal sealed class FactSheet(YamlMappingNode root)
{
    private static readonly string[] s_place = ["shared", "facts", "facts.yaml"];

    /// <summary>The sheet beside one of the folders above this project; null where there is none.</summary>
    public static FactSheet? Find()
    {
        for (var folder = new DirectoryInfo(SeedFolders.Tests).Parent; folder is not null; folder = folder.Parent)
            if (Path.Combine([folder.FullName, .. s_place]) is var file && File.Exists(file))
            {
                using var text = File.OpenText(file);
                var yaml = new YamlStream();
                yaml.Load(text);
                return new FactSheet((YamlMappingNode)yaml.Documents[0].RootNode);
            }
        return null;
    }

    public IReadOnlyList<Entry> Assertions => new Entry((YamlMappingNode)root["seed"]).Entries("assertions");

    public IReadOnlyList<Entry> Entries(string section) => new Entry(root).Entries(section);

    /// <summary>One fact: its fields, where an empty one is none.</summary>
    public sealed class Entry(YamlMappingNode fields)
    {
        public string Id => Text("id") ?? Text("alpha3")!;

        public string? Text(string field) => TextOf(Find(field));

        public IReadOnlyList<string> Texts(string field) => Find(field) switch
        {
            YamlSequenceNode list => [.. list.Select(i => TextOf(i)!)],
            var one => TextOf(one) is { } text ? [text] : [],
        };

        public IReadOnlyList<Entry> Entries(string field) =>
            [.. ((YamlSequenceNode?)Find(field) ?? []).Cast<YamlMappingNode>().Select(f => new Entry(f))];

        private YamlNode? Find(string field) => fields.Children.TryGetValue(field, out var found) ? found : null;

        private static string? TextOf(YamlNode? node) =>
            node is YamlScalarNode { Value: { Length: > 0 } text } && text is not ("null" or "~") ? text : null;
    }
}
