using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`search`: nodes found by words.</summary>
internal sealed class SearchTypes(SchemaTypes types, ConnectionTypes connections, FieldArguments arguments)
{
    public void AddTo(ObjectGraphType query)
    {
        var nodeType = new EnumerationGraphType { Name = "NodeType", Description = "Types of nodes, in the order of search hits." };
        foreach (var type in types.Model.NodeTypes)
            nodeType.Add(new EnumValueDefinition(type.EnumName, type.EnumName) { Description = $"{Noun.Of(type.Name)}." });
        var field = Add(query, "search", Required(Build()),
            "Finds nodes by words. A word matches if it is the beginning of a word in one of the node's searched fields. Case, diacritics and dots inside "
            + "abbreviations are ignored. English and Spanish stop words, such as *the* and *qué*, are ignored unless the text has no other words. At least "
            + "half of the words must match; a repeated word counts once. Hits are ordered by score, then by type in the order of `NodeType`, then by name "
            + "and id. Empty if the text has no words.",
            new FieldMeaning.Search());
        field.Arguments!.Add(new QueryArgument(Required(types.String))
        {
            Name = "text",
            Description = $"The words to find, for example a question. At most {SearchText.MaxLength} characters and {SearchText.MaxWords} words, with stop words.",
        });
        field.Arguments.Add(new QueryArgument(new ListGraphType(Required(nodeType))) { Name = "types", Description = "Returns only nodes of these types. Default: all types." });
        field.Arguments.Add(new QueryArgument(types.Boolean)
        {
            Name = "fuzzy",
            DefaultValue = false,
            Description = "Whether a word also matches near words: words of 4 to 7 letters at a distance of 1, longer words at a distance of up to 2, and "
                + "words of another script that sound the same or nearly the same. A letter that is inserted, removed, replaced or swapped with the next one "
                + "is a distance of 1. Words with digits have no near words.",
        });
        arguments.AddPage(field);
    }

    private ObjectGraphType Build()
    {
        var match = new ObjectGraphType { Name = "SearchMatch", Description = "Field in which words of the search text were found." };
        Add(match, "field", Required(types.String), "Name of the field.", new FieldMeaning.Leaf(Leaf.MatchedField));
        Add(match, "text", Required(types.String), "Text of the field. For a list, the item that matches.", new FieldMeaning.Leaf(Leaf.MatchedText));
        Add(match, "distance", Required(types.Int),
            "Largest distance of the words that were found in the text, each with the nearest word of the text. 0 if each is the beginning of a word, and in "
            + "every search that is not fuzzy.",
            new FieldMeaning.Leaf(Leaf.MatchedDistance));

        var hit = new ObjectGraphType { Name = "SearchHit", Description = "Node that was found, and why." };
        Add(hit, "node", Required(types.Node), "The node that was found.", new FieldMeaning.HitNode());
        Add(hit, "score", Required(types.Float),
            "1 if the name equals the text, 1/2 if the name starts with it, 1/3 if an alias equals it, 1/4 if an alias starts with it, 1/5 if all words "
            + "match in the name, 1/6 if all words match. 1/7 if one word does not match, 1/8 if two do not match, and so on. Names and aliases are compared "
            + "with the whole text, including stop words. In a fuzzy search, hits with all words that have near words come next. At a distance of 1: 1/7 if "
            + "the name has no other words, 1/8 if all words match in the name, 1/9 if all words match. At a distance of 2: 1/10, 1/11, 1/12. Then 1/13 "
            + "if one word does not match, and so on.",
            new FieldMeaning.Leaf(Leaf.Score));
        Add(hit, "matched", RequiredList(match), "Fields in which at least one of the words was found, the name first.", new FieldMeaning.Matched());

        var edge = new ObjectGraphType { Name = "SearchEdge", Description = "Search hit and its cursor." };
        return connections.Build("Search", edge, hit, "Page of search hits.");
    }
}
