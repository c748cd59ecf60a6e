using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>What finds the items of collections and relationships, for connections and aggregates.</summary>
/// <param name="Items">The items that were found, as a stack.</param>
internal sealed record ItemTools(
    ReadContext Context, Visibility Visibility, ItemOrder Order, ItemStack<Link> Items, ItemFinder Finder, PageFinder Pages);
