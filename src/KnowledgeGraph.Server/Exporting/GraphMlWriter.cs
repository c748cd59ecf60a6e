using System.Globalization;
using System.Text;
using System.Xml;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>GraphML (http://graphml.graphdrawing.org/specification.html) as Gephi and yEd read it. Keys of nodes and of edges are declared separately.</summary>
internal sealed class GraphMlWriter : IGraphWriter
{
    private const string Namespace = "http://graphml.graphdrawing.org/xmlns";
    private const string Type = "type";
    private const string Label = "label";

    public void Write(GraphExtract graph, ExportTarget target)
    {
        using var file = target.Create("graph.graphml");
        using var xml = XmlWriter.Create(file, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize });
        xml.WriteStartElement("graphml", Namespace);
        WriteKeys(xml, "node", [Type, Label, RecordLine.RecordedAt], graph.Model.NodeTypes.SelectMany(t => t.Properties));
        WriteKeys(xml, "edge", [Type, RecordLine.Since, RecordLine.Until, RecordLine.Claims, RecordLine.RecordedAt], graph.Model.RelationshipTypes.SelectMany(t => t.Properties));
        xml.WriteStartElement("graph");
        xml.WriteAttributeString("edgedefault", "directed");
        foreach (var node in graph.Model.NodeTypes.SelectMany(graph.Nodes))
            WriteNode(xml, node);
        foreach (var (number, relationship) in graph.Model.RelationshipTypes.SelectMany(graph.Relationships).Index())
            WriteEdge(xml, relationship, number);
        xml.WriteEndDocument();
    }

    /// <summary>Declares what nodes or edges can have. A property that several types have is one key.</summary>
    // <key id="node-name" for="node" attr.name="name" attr.type="string" />
    private static void WriteKeys(XmlWriter xml, string owner, string[] own, IEnumerable<Property> properties)
    {
        foreach (var name in own)
            WriteKey(xml, owner, name, "string");
        foreach (var same in properties.Where(p => !own.Contains(p.Name)).GroupBy(p => p.Name))
            WriteKey(xml, owner, same.Key, same.Select(TypeOf).Distinct().ToList() is [var only] ? only : "string");
    }

    private static void WriteKey(XmlWriter xml, string owner, string name, string type)
    {
        xml.WriteStartElement("key");
        xml.WriteAttributeString("id", $"{owner}-{name}");
        xml.WriteAttributeString("for", owner);
        xml.WriteAttributeString("attr.name", name);
        xml.WriteAttributeString("attr.type", type);
        xml.WriteEndElement();
    }

    private static string TypeOf(Property property) => FlatValue.IsText(property) ? "string" : property.Type.Form switch
    {
        ScalarForm.Boolean => "boolean",
        ScalarForm.Whole => "int",
        _ => "double",
    };

    private static void WriteNode(XmlWriter xml, NodeRecord node)
    {
        xml.WriteStartElement("node");
        xml.WriteAttributeString("id", node.Id);
        void Write(string key, string text) => WriteData(xml, "node", key, text);
        Write(Type, node.Type.Name);
        Write(Label, FlatValue.Of(node.Properties.GetValueOrDefault(node.Type.NameProperty.Name)));
        foreach (var property in node.Type.Properties)
            Write(property.Name, FlatValue.Of(node.Properties.GetValueOrDefault(property.Name)));
        Write(RecordLine.RecordedAt, FlatValue.Time(node.RecordedAt));
        xml.WriteEndElement();
    }

    private static void WriteEdge(XmlWriter xml, RelationshipRecord relationship, int number)
    {
        xml.WriteStartElement("edge");
        xml.WriteAttributeString("id", $"e{number.ToString(CultureInfo.InvariantCulture)}");
        xml.WriteAttributeString("source", relationship.From);
        xml.WriteAttributeString("target", relationship.To);
        void Write(string key, string text) => WriteData(xml, "edge", key, text);
        Write(Type, relationship.Type.Name);
        Write(RecordLine.Since, relationship.Since ?? "");
        Write(RecordLine.Until, relationship.Until ?? "");
        foreach (var property in relationship.Type.Properties)
            Write(property.Name, FlatValue.Of(relationship.Properties.GetValueOrDefault(property.Name)));
        Write(RecordLine.Claims, FlatValue.Of(relationship.Claims));
        Write(RecordLine.RecordedAt, FlatValue.Time(relationship.RecordedAt));
        xml.WriteEndElement();
    }

    // <data key="node-name">Panama</data>
    private static void WriteData(XmlWriter xml, string owner, string key, string text)
    {
        if (text.Length == 0)
            return;
        xml.WriteStartElement("data");
        xml.WriteAttributeString("key", $"{owner}-{key}");
        xml.WriteString(Allowed(text));
        xml.WriteEndElement();
    }

    /// <summary>The text with U+FFFD for each character that XML 1.0 cannot have in any form.</summary>
    private static string Allowed(string text) => text.EnumerateRunes().All(IsAllowed) ? text
        : string.Concat(text.EnumerateRunes().Select(r => IsAllowed(r) ? r : Rune.ReplacementChar));

    private static bool IsAllowed(Rune rune) => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value);
}
