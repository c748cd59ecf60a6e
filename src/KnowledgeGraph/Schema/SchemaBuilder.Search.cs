using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The root field that finds nodes by words.</summary>
internal sealed partial class SchemaBuilder
{
    private void AddSearch(ObjectGraphType query)
    {
        var nodeType = new EnumerationGraphType { Name = "NodeType", Description = "The types of nodes." };
        foreach (var type in _model.NodeTypes)
            nodeType.Add(new EnumValueDefinition(type.EnumName, type.EnumName) { Description = $"Nodes of type {type.Name}." });
        var field = Add(query, "search", Required(BuildSearch()),
            "Finds nodes by words: each must begin a word in one of the node's searched fields, whatever case and diacritics; dots inside an "
            + "abbreviation do not count. First a name that is the text, then one that begins with it, then the same for aliases, then all words "
            + "in the name, then elsewhere; among equals by name, then id. None for text without a word.",
            new FieldMeaning.Search());
        field.Arguments!.Add(new QueryArgument(Required(_string))
        {
            Name = "text",
            Description = $"What to look for: at most {SearchText.MaxLength} characters and {SearchText.MaxWords} words.",
        });
        field.Arguments.Add(new QueryArgument(new ListGraphType(Required(nodeType))) { Name = "types", Description = "Only nodes of these types; all unless told." });
        Page(field);
    }

    private ObjectGraphType BuildSearch()
    {
        var match = new ObjectGraphType { Name = "SearchMatch", Description = "A field in which words of the text were found." };
        Add(match, "field", Required(_string), "The field's name.", new FieldMeaning.MatchedField());
        Add(match, "text", Required(_string), "Its text, or the item of a list.", new FieldMeaning.MatchedText());

        var hit = new ObjectGraphType { Name = "SearchHit", Description = "A node that was found, and why." };
        Add(hit, "node", Required(_node), "What was found.", new FieldMeaning.HitNode());
        Add(hit, "score", Required(_float),
            "1 for a name that is the text, 1/2 for one that begins with it, 1/3 for an alias that is the text, 1/4 for one that begins with it, 1/5 for all "
            + "words in the name, 1/6 for words elsewhere.",
            new FieldMeaning.Score());
        Add(hit, "matched", RequiredList(match), "Where the words were found, the name first.", new FieldMeaning.Matched());

        var edge = new ObjectGraphType { Name = "SearchEdge", Description = "A hit and where it stands." };
        return BuildConnection("Search", edge, hit, "Hits of a search, a page of them.");
    }
}
