using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Fetches the stored records that a change needs, in the transaction of the change. The number of statements is small and does not depend on the
/// number of records.
/// </summary>
internal sealed class RecordFetch(GraphModel model, INeo4jTransaction transaction, CancellationToken stop)
{
    private const int Batch = 5_000;
    /// <summary>How often a change may ask for more records. Each time it has all that it asked for before, so that few are needed. A chain of copies needs one for each.</summary>
    private const int MaxRounds = 20 + EvidenceRoles.MostCopies;

    private readonly StoredRecords _records = new();

    /// <summary>Decides on a change with the records that it asks for.</summary>
    /// <param name="touched">Records that are fetched at once; any other is fetched when it is asked for.</param>
    /// <param name="decide">Is called again until it has asked for nothing new.</param>
    public async ValueTask<T> Decide<T>(ChangeSet touched, Func<IStoredGraph, T> decide)
    {
        await Fetch(QuestionsOf(touched));
        for (var round = 0; round < MaxRounds; round++)
        {
            try
            {
                var decision = decide(_records);
                if (_records.Misses.Count == 0)
                    return decision;
            }
            catch (Exception) when (_records.Misses.Count > 0)
            {
                // It was decided without knowing everything.
            }
            await Fetch([.. _records.Misses]);
        }
        throw new InvalidDataException($"A change asked for more records in each of {MaxRounds} rounds.");
    }

    private HashSet<StoredQuestion> QuestionsOf(ChangeSet touched)
    {
        var questions = new HashSet<StoredQuestion>();
        void AddAll(IEnumerable<StoredQuestion> some) => questions.UnionWith(some);
        var named = touched.Relationships.Concat(touched.RemovedRelationships).ToList();
        AddAll(named.Select(r => new StoredQuestion.Between(r.Type, r.From, r.To)));
        foreach (var field in model.RelationshipTypes.SelectMany(t => t.Fields).Where(f => !f.IsList))
            AddAll(named.Where(r => r.Type == field.Type).Select(r => new StoredQuestion.OfEnd(field.Type, field.Direction, field.Direction == Direction.Out ? r.From : r.To)));
        AddAll(touched.RemovedNodes.SelectMany(id => (StoredQuestion[])[new StoredQuestion.OfNode(id), new StoredQuestion.CarriedBy(id), new StoredQuestion.ReferencedBy(id)]));
        AddAll(touched.Nodes.Select(n => n.Id).Concat(touched.RemovedNodes)
            .Concat(named.SelectMany(r => (IEnumerable<string>)[r.From, r.To, .. r.Claims, .. r.References.Select(f => f.Id)])).Select(id => new StoredQuestion.Node(id)));
        AddAll(touched.Redirects.Select(r => new StoredQuestion.Redirect(r.From)));
        AddAll(from node in touched.Nodes
               from property in node.Type.Properties
               where property.IsUnique && node.Properties.GetValueOrDefault(property.Name) is string
               select new StoredQuestion.Unique(node.Type, property, Folding.Fold((string)node.Properties[property.Name])));
        return questions;
    }

    private async ValueTask Fetch(IReadOnlyCollection<StoredQuestion> questions)
    {
        var steps = new List<TransactionStep>();
        void Add<T>(Statement statement, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write, Action<JsonElement> add) => steps.AddRange(StepsOf(statement, rows, write, add));
        foreach (var same in questions.OfType<StoredQuestion.Between>().GroupBy(q => q.Type))
            Add(RecordStatements.Between(same.Key), same.Select(q => (q.From, q.To)), WritePair, AddRelationship);
        foreach (var same in questions.OfType<StoredQuestion.OfEnd>().GroupBy(q => (q.Type, q.Direction)))
            Add(RecordStatements.OfEnd(same.Key.Type, same.Key.Direction), same.Select(q => q.Id), WriteText, AddRelationship);
        Add(RecordStatements.OfNode, questions.OfType<StoredQuestion.OfNode>().Select(q => q.Id), WriteText, AddRelationship);
        Add(
            RecordStatements.CarriedBy, questions.OfType<StoredQuestion.CarriedBy>().Select(q => q.Claim).Where(id => model.TypesOf(id).Contains(model.Evidence.Claim)),
            WriteText, AddRelationship);
        foreach (var (type, property) in model.RelationshipTypes.SelectMany(t => t.Properties.Where(p => p.ReferenceTo is not null).Select(p => (t, p))))
            Add(
                RecordStatements.ReferencedBy(type, property),
                questions.OfType<StoredQuestion.ReferencedBy>().Select(q => q.Id).Where(id => model.TypesOf(id).Intersect(model.FindComposite(property.ReferenceTo!)!.Members).Any()),
                WriteText, AddRelationship);
        Add(RecordStatements.Nodes, questions.OfType<StoredQuestion.Node>().Select(q => q.Id), WriteText, AddNode);
        Add(RedirectStatements.Find, questions.OfType<StoredQuestion.Redirect>().Select(q => q.Id), WriteText, record => _records.Add(RecordReader.Redirect(record)));
        foreach (var same in questions.OfType<StoredQuestion.Unique>().GroupBy(q => (q.Type, q.Property)))
            Add(RecordStatements.ByText(model, same.Key.Type, same.Key.Property), same.Select(q => q.Folded), WriteText, AddNode);
        foreach (var same in questions.OfType<StoredQuestion.Same>().GroupBy(q => (q.Type, q.Property)))
            Add(RecordStatements.ByText(model, same.Key.Type, same.Key.Property), same.Select(q => q.Folded), WriteText, AddNode);
        Add(HistoryStatements.Changes, questions.OfType<StoredQuestion.Change>().Select(q => q.Version), (json, version) => json.WriteNumberValue(version), record => _records.Add(RecordReader.Change(record)));
        Add(HistoryStatements.Entries, questions.OfType<StoredQuestion.Entries>().Select(q => q.Version), (json, version) => json.WriteNumberValue(version), AddEntry);
        Add(
            ProposalStatements.Find, questions.OfType<StoredQuestion.Proposal>().Select(q => q.Number), (json, number) => json.WriteNumberValue(number),
            record => _records.Add(ProposalStatements.Read(record)));
        await transaction.Run(steps, stop);
        _records.Answer(questions);
    }

    private static IEnumerable<TransactionStep> StepsOf<T>(Statement statement, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write, Action<JsonElement> add) =>
        rows.Chunk(Batch).Select(batch => new TransactionStep(statement, Rows.Of(batch, write), (ref Utf8JsonReader value) =>
        {
            using var records = JsonDocument.ParseValue(ref value);
            foreach (var record in records.RootElement.EnumerateArray())
                add(record);
        }));

    private static void WriteText(Utf8JsonWriter json, string text) => json.WriteStringValue(text);

    private static void WritePair(Utf8JsonWriter json, (string From, string To) ends)
    {
        json.WriteStartArray();
        json.WriteStringValue(ends.From);
        json.WriteStringValue(ends.To);
        json.WriteEndArray();
    }

    private void AddNode(JsonElement record) => _records.Add(RecordReader.Node(model, record));

    private void AddRelationship(JsonElement record)
    {
        if (RecordReader.Relationship(model, record) is { } relationship)
            _records.Add(relationship);
    }

    private void AddEntry(JsonElement record)
    {
        var (version, entry) = RecordReader.Entry(record);
        _records.Add(version, entry);
    }
}
