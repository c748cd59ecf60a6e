using KnowledgeGraph.Planning;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Tests.Questions;

/// <summary>The folder of named questions while its files change.</summary>
public sealed class QuestionFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SetClock _clock = new();

    private sealed class SetClock : TimeProvider
    {
        public int Seconds { get; set; }
        public override long GetTimestamp() => Seconds * TimestampFrequency;
    }

    public void Dispose() => _folder.Dispose();

    private QuestionFolder Open() => new(_folder.Path, TestGraph.Schema, new OperationLimits(), _clock);

    private QuestionList After(int seconds, QuestionFolder folder)
    {
        _clock.Seconds += seconds;
        return folder.Current;
    }

    [Fact]
    public void New_changed_and_removed_files_are_noticed()
    {
        _folder.Write("a.graphql", "# A?\n{ __typename }");
        var folder = Open();
        var first = folder.Current;
        Assert.Equal("A?", Assert.Single(first.All).Title);
        _folder.Write("b/c.graphql", "{ __typename }");
        Assert.Same(first, folder.Current);
        var second = After(1, folder);
        Assert.Equal(["a", "b/c"], second.All.Select(q => q.Name));
        Assert.Same(first.All[0], second.All[0]);
        Assert.Same(second, After(1, folder));
        // The same length, in the same moment.
        _folder.Write("a.graphql", "# B?\n{ __typename }");
        Assert.Equal("B?", After(1, folder).Find("a")!.Title);
        File.Delete(Path.Combine(_folder.Path, "a.graphql"));
        Assert.Equal(["b/c"], After(1, folder).All.Select(q => q.Name));
        Directory.Delete(Path.Combine(_folder.Path, "b"), recursive: true);
        Assert.Empty(After(1, folder).All);
    }

    /// <summary>A mounted configuration is a folder of links, and a hidden folder with the files.</summary>
    [Fact]
    public void Links_are_followed_and_hidden_folders_are_not()
    {
        var target = _folder.Write("..data/a.graphql", "# A?\n{ __typename }");
        File.SetLastWriteTimeUtc(target, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a.graphql"), target);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "gone.graphql"), Path.Combine(_folder.Path, "nowhere"));
        var folder = Open();
        Assert.Equal(["a", "gone"], folder.Current.All.Select(q => q.Name));
        Assert.Equal("The file cannot be read.", folder.Current.Find("gone")!.Problem);
        File.WriteAllText(target, "# B?\n{ __typename }");
        Assert.Equal("B?", After(1, folder).Find("a")!.Title);
    }

    [Theory]
    [InlineData("query {", "Line 1, column 8: The document has a syntax error")]
    [InlineData("{ contry }", "Line 1, column 3: Cannot query field `contry` on type `Query`. Did you mean `country`?")]
    [InlineData("mutation { deleteCountry(input: { id: \"a\" }) { errors { __typename } } }", "The operation must be a query.")]
    [InlineData("query A { __typename } query B { __typename }", "The document has several operations.")]
    [InlineData("", "The document has no operation.")]
    public void A_file_that_is_no_query_says_why(string text, string problem)
    {
        _folder.Write("a.graphql", text);
        var question = Assert.Single(Open().Current.All);
        Assert.Null(question.Operation);
        Assert.StartsWith(problem, question.Problem, StringComparison.Ordinal);
    }

    [Fact]
    [Limit("INVALID_QUESTION")]
    public void A_file_has_a_largest_size()
    {
        const string Text = "{ __typename }";
        _folder.Write("a.graphql", Text + new string(' ', QuestionFolder.MaxBytes - Text.Length));
        _folder.Write("b.graphql", Text + new string(' ', QuestionFolder.MaxBytes - Text.Length + 1));
        Assert.Equal([null, "The file has 262145 bytes, but at most 262144 are read."], Open().Current.All.Select(q => q.Problem));
    }

    [Fact]
    public void The_date_of_an_operation_comes_from_a_variable_or_is_made_one()
    {
        Assert.Equal("asOf", Read("query ($asOf: PartialDate) @asOf(date: $asOf) { countries { totalCount } }").DateVariable);
        Assert.Equal("day", Read("query ($day: PartialDate) @asOf(date: $day) { __typename }").DateVariable);
        Assert.Equal((null, null), (Read("{ __typename }").DateVariable, Read("{ __typename }").DatedText));
        foreach (var text in new[] { "query @asOf(date: \"2024\") { __typename }", "query A @asOf(date: null, presumed: false) { __typename }", "query A($n: Int) @asOf(date: \"2024\") { countries(first: $n) { totalCount } }" })
            Assert.Equal("asOf", Read(Read(text).DatedText!).DateVariable);
    }

    [Fact]
    public void Every_question_of_the_seed_can_be_run_and_its_examples_fit()
    {
        var questions = new QuestionFolder(QuestionFolder.PathOf(new ServerOptions { Seed = Path.Combine(SeedFolders.Seed, "article") }), TestGraph.Schema, new OperationLimits(), TimeProvider.System).Current;
        Assert.Equal(SeedFolders.QuestionNames, questions.All.Select(q => q.Name));
        Assert.All(questions.All, q => Assert.Null(q.Problem));
        Assert.All(questions.All.SelectMany(q => q.Variables), v => Assert.NotEmpty(v.Description));
        foreach (var question in questions.All)
            foreach (var example in question.Examples)
                Assert.NotEmpty(QuestionParameters.Read(question, QuestionParameters.Split(example), 10));
        Assert.Contains(questions.All, q => q.Examples.Count > 0);
    }

    private static OperationOutline Read(string text) => OutlineReader.ReadQuery(TestGraph.Schema, text, null, OperationLimits.None);
}
