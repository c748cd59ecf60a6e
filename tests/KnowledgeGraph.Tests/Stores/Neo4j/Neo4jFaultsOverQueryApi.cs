using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>What else may answer where Neo4j's Query API is expected.</summary>
[Collection(StoreDatabase.Name)]
public sealed class Neo4jFaultsOverQueryApi() : Neo4jFaultTests(Protocol.QueryApi)
{
    [SkippableTheory]
    [InlineData("200 OK", "text/html", "<html>Log in to the Wi-Fi</html>")]
    [InlineData("502 Bad Gateway", "text/html", "<html>Bad gateway</html>")]
    [InlineData("202 Accepted", "application/json", """{"data":{"fields":["data"],"values":[[{"data":""")]
    [InlineData("202 Accepted", "application/json", """{"data":{"fields":["data"],"values":[[7]]}}""")]
    [InlineData("202 Accepted", "application/json", """[1,2]""")]
    [InlineData("301 Moved Permanently", "text/plain", "")]
    [InlineData("202 Accepted", "application/json", """{"data":{"fields":["data"],"values":[]},"errors":[{"code":"Neo.TransientError.General.DatabaseUnavailable","message":"SECRET"}]}""")]
    public async Task Another_answer_than_Neo4js_is_a_code_and_never_its_text(string status, string type, string body)
    {
        await ServeOpened();
        _proxy!.Canned = _ => FaultyProxy.Json(body, status, type);
        await AssertIsNone();
    }

    [Theory]
    [InlineData("401 Unauthorized", """{"errors":[{"code":"Neo.ClientError.Security.Unauthorized","message":"SECRET"}]}""", "Neo4j does not accept the password of the user neo4j. Correct NEO4J_PASSWORD.")]
    [InlineData("404 Not Found", """{"errors":[{"code":"Neo.ClientError.Database.DatabaseNotFound","message":"Graph not found"}]}""", "The database graph does not exist. Create it, or name another one.")]
    [InlineData("202 Accepted", """{"data":{"fields":["data"],"values":[[["5.12.0"]]]}}""", "The version of Neo4j must be 5.26 or later, but was 5.12.0.")]
    [InlineData("404 Not Found", """{"errors":[{"code":"Neo.ClientError.Request.Invalid","message":"Not Found"}]}""", "Neo4j reports an error (version: Neo.ClientError.Request.Invalid: Not Found).")]
    [InlineData("200 OK", "<html></html>", "The response is not from Neo4j (version: HTTP 200: The response is not from the Query API). Use the HTTP address of Neo4j 5.26 or later.")]
    public async Task What_waiting_cannot_mend_ends_the_start_at_once(string status, string body, string meaning)
    {
        using var proxy = FaultyProxy.To(null, Fault.Canned);
        proxy.Canned = _ => FaultyProxy.Json(body, status);
        using var store = new Neo4jStore(new Neo4jAddress(proxy.Address, "graph", "neo4j", "a-secret"), TestGraph.Model, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Open(null, _ => Assert.Fail("it waits"), default).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal($"{proxy.Address.GetLeftPart(UriPartial.Authority)}, database graph: {meaning}", failed.Message);
        Assert.Equal(1, proxy.Requests);
    }

    [Theory]
    [InlineData("Neo.ClientError.Security.Forbidden", "The user neo4j does not have a right that is needed")]
    [InlineData("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "The database is read-only. Use one that can be written.")]
    [InlineData("Neo.DatabaseError.Transaction.TransactionLogError", "Neo4j reports an error (constraint store: Neo.DatabaseError.Transaction.TransactionLogError: no space left)")]
    public async Task A_database_that_cannot_be_prepared_ends_the_start(string code, string meaning)
    {
        using var proxy = FaultyProxy.To(null, Fault.Canned);
        proxy.Canned = body => FaultyProxy.Json(
            body.Contains("dbms.components", StringComparison.Ordinal) ? """{"data":{"fields":["data"],"values":[[["5.26.0"]]]}}"""
            : body.Contains("CREATE", StringComparison.Ordinal) ? $$"""{"errors":[{"code":"{{code}}","message":"no space left"}]}"""
            : """{"data":{"fields":["data"],"values":[]}}""");
        using var store = new Neo4jStore(new Neo4jAddress(proxy.Address, "neo4j", "neo4j", "a-secret"), TestGraph.Model, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Open(null, null, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains(meaning, failed.Message, StringComparison.Ordinal);
    }

    private protected override void Fail(FaultyProxy proxy, string code) =>
        proxy.Canned = _ => FaultyProxy.Json($$"""{"errors":[{"code":"{{code}}","message":"{{Secret}}"}]}""", code.Contains("Unauthorized", StringComparison.Ordinal) ? "401 Unauthorized" : "202 Accepted");
}
