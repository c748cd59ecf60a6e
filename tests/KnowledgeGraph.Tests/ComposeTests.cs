using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores.Neo4j;
using YamlDotNet.RepresentationModel;

namespace KnowledgeGraph.Tests;

/// <summary>docker-compose.yml and Dockerfile, read as they stand: most machines that run the tests have no Docker.</summary>
public sealed class ComposeTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(SeedFolders.Tests, "..", ".."));
    private static readonly YamlMappingNode s_compose = Read("docker-compose.yml");
    /// <summary>What is added for two servers.</summary>
    private static readonly YamlMappingNode s_two = Read("docker-compose.two.yml");

    private static YamlMappingNode Read(string file)
    {
        var yaml = new YamlStream();
        using var text = new StringReader(Text(file));
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [Fact]
    public void Neo4j_is_the_one_that_is_tested_and_keeps_its_data()
    {
        var neo4j = Service("neo4j");
        Assert.Equal(Neo4jServer.Image, Scalar(neo4j, "image"));
        Assert.Contains("neo4j:/data", Items(neo4j, "volumes"));
        Assert.Contains("neo4j", ((YamlMappingNode)s_compose["volumes"]).Children.Keys.Select(k => ((YamlScalarNode)k).Value));
        Assert.NotEmpty(Items((YamlMappingNode)neo4j["healthcheck"], "test"));
    }

    [Fact]
    public void Neo4j_is_reached_from_this_machine_alone() =>
        Assert.All(Items(Service("neo4j"), "ports"), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void The_server_is_published_on_loopback_unless_a_variable_says_otherwise()
    {
        Assert.Equal(["${KNOWLEDGEGRAPH_ADDRESS:-127.0.0.1}:${KNOWLEDGEGRAPH_PORT:-5000}:8080"], Items(Service("server"), "ports"));
        Assert.Equal("${KNOWLEDGEGRAPH_ALLOWED_HOSTS:-localhost;127.0.0.1;[::1]}", Environment("server")["KNOWLEDGEGRAPH__ALLOWEDHOSTS"]);
    }

    [Fact]
    public void Every_service_has_a_memory_limit() => Assert.All(
        ((YamlMappingNode)s_compose["services"]).Children.Keys, name => Assert.Matches(@"^\$\{[A-Z0-9_]+:-\d+g\}$", Scalar(Service(((YamlScalarNode)name).Value!), "mem_limit")));

    [Fact]
    public void Every_image_has_an_exact_version()
    {
        var images = Text("Dockerfile").Split('\n').Where(l => l.StartsWith("FROM ", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]).Concat([Scalar(Service("neo4j"), "image")!, Scalar(Service("balancer", s_two), "image")!]);
        Assert.All(images, image => Assert.Matches(@":\d+\.\d+\.\d+(-|$)", image));
    }

    [Fact]
    public void Every_variable_is_in_the_example()
    {
        var used = System.Text.RegularExpressions.Regex.Matches(Text("docker-compose.yml") + Text("docker-compose.two.yml"), @"\$\{([A-Z0-9_]+)").Select(m => m.Groups[1].Value).Distinct();
        Assert.All(used, name => Assert.Contains($"\n{name}=", Text(".env.example"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_server_waits_until_Neo4j_is_healthy() => Assert.Equal(
        "service_healthy", Scalar((YamlMappingNode)((YamlMappingNode)Service("server")["depends_on"])["neo4j"], "condition"));

    [Fact]
    public void What_the_server_is_told_is_what_it_knows()
    {
        var known = typeof(ServerOptions).GetProperties().Select(p => $"KNOWLEDGEGRAPH__{p.Name.ToUpperInvariant()}").Append("NEO4J_PASSWORD");
        Assert.Empty(Environment("server").Keys.Except(known));
        Assert.Equal("neo4j", Environment("server")["KNOWLEDGEGRAPH__STORE"]);
        Assert.Equal("neo4j", Neo4jAddress.ParseUrl(Environment("server")["KNOWLEDGEGRAPH__NEO4JURL"]!)?.Host);
    }

    [Fact]
    public void Two_servers_have_one_key_and_are_reached_by_the_balancer_alone()
    {
        var (server, balancer) = (Service("server", s_two), Service("balancer", s_two));
        Assert.Equal("2", Scalar((YamlMappingNode)server["deploy"], "replicas"));
        Assert.Equal("!reset", server["ports"].Tag.Value);
        Assert.Equal(["keys:/data"], Items(server, "volumes"));
        Assert.Contains("VOLUME /data", Text("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(["${KNOWLEDGEGRAPH_ADDRESS:-127.0.0.1}:${KNOWLEDGEGRAPH_PORT:-5000}:80"], Items(balancer, "ports"));
        Assert.Matches(@"^\$\{[A-Z0-9_]+:-\d+g\}$", Scalar(balancer, "mem_limit"));
        Assert.Equal(["./docker/balancer.conf:/etc/nginx/conf.d/default.conf:ro"], Items(balancer, "volumes"));
        Assert.Contains("server server:8080 resolve;", Text("docker/balancer.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_password_is_written_down()
    {
        const string FromEnvironment = "${NEO4J_PASSWORD:?write it into .env, see .env.example}";
        Assert.Equal($"neo4j/{FromEnvironment}", Environment("neo4j")["NEO4J_AUTH"]);
        Assert.Equal(FromEnvironment, Environment("server")["NEO4J_PASSWORD"]);
        Assert.Contains("NEO4J_PASSWORD=\n", Text(".env.example"), StringComparison.Ordinal);
        Assert.Contains(".env\n", Text(".gitignore"), StringComparison.Ordinal);
        Assert.Contains(".env\n", Text(".dockerignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_runs_without_root_has_a_health_check_and_copies_what_exists()
    {
        var lines = Text("Dockerfile").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith('#')).ToList();
        var last = lines[lines.FindLastIndex(l => l.StartsWith("FROM ", StringComparison.Ordinal))..];
        Assert.Contains("USER $APP_UID", last);
        Assert.Contains(last, l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && l.EndsWith("CMD [\"healthy\"]", StringComparison.Ordinal));
        Assert.Contains("COPY docker/healthy.sh /usr/local/bin/healthy", last);
        Assert.Contains("RUN docker/publish.sh /app", lines);
        foreach (var script in new[] { "docker/healthy.sh", "docker/publish.sh" })
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(s_root, script)).HasFlag(UnixFileMode.OtherExecute), script);
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(s_root, file)).ReplaceLineEndings("\n");

    private static YamlMappingNode Service(string name, YamlMappingNode? compose = null) => (YamlMappingNode)((YamlMappingNode)(compose ?? s_compose)["services"])[name];

    private static string? Scalar(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value;

    private static List<string> Items(YamlMappingNode node, string key) => [.. ((YamlSequenceNode)node[key]).Select(i => ((YamlScalarNode)i).Value!)];

    private static Dictionary<string, string?> Environment(string service) =>
        ((YamlMappingNode)Service(service)["environment"]).ToDictionary(e => ((YamlScalarNode)e.Key).Value!, e => ((YamlScalarNode)e.Value).Value);
}
