using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Makes a token with the key in the data folder, and makes that key on first use.</summary>
internal static class TokenCommand
{
    private const int DefaultDays = 30;
    private const int MaxDays = 3_650;
    private const int MaxLength = 255;

    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var subject = new Option<string>("--subject") { HelpName = "ID", Description = "Who uses the token. Changes are recorded under this id.", Required = true };
        var name = new Option<string>("--name") { HelpName = "NAME", Description = "Name of who uses the token, for people" };
        var scopes = new Option<string[]>("--scope") { HelpName = "SCOPE", Description = $"What the token allows: {string.Join(", ", Scopes.Names)}. Repeat the option for several.", Required = true };
        var days = new Option<int>("--days") { HelpName = "DAYS", Description = "How long the token is valid", DefaultValueFactory = _ => DefaultDays };
        var verb = new Verb("token", "Makes a token with which a person or a program can write, and prints it.", """
              KnowledgeGraph.Server token --subject ana --scope graph:write                      let ana change the graph for 30 days
              KnowledgeGraph.Server token --subject ben --name "Ben Ode" --scope graph:propose --scope graph:review --days 7
              KnowledgeGraph.Server token --subject ana --scope graph:admin --data /srv/graph    use the key of another data folder
            """)
        { subject, name, scopes, days, ConfiguredOption.Data() };
        verb.SetAction(call => Print(call, call.GetRequiredValue(subject), call.GetValue(name), call.GetRequiredValue(scopes), call.GetValue(days), terminal, clock));
        return verb;
    }

    private static int Print(ParseResult call, string subject, string? name, string[] scopes, int days, Terminal terminal, TimeProvider clock)
    {
        var (options, _) = Settings.Read(call, o => AuthSettings.Check(o.Auth));
        if (!AuthSettings.UsesLocalKey(options.Auth))
            throw new CommandException(2, "configuration: KnowledgeGraph:Auth names who makes the tokens, so the key in the data folder is not used. Get the token there.");
        if (string.IsNullOrWhiteSpace(subject) || subject.Length > MaxLength)
            throw new CommandException(2, $"subject: The subject must have 1 to {MaxLength} characters.");
        if (name is { Length: 0 or > MaxLength })
            throw new CommandException(2, $"name: The name must have 1 to {MaxLength} characters.");
        if (days is < 1 or > MaxDays)
            throw new CommandException(2, $"days: The number must be between 1 and {MaxDays}, but was {days}.");
        List<Scope> allowed = [.. scopes.Select(s => Scopes.TryParse(s, out var scope) ? scope
            : throw new CommandException(2, $"scope: The scope `{Excerpt.Of(s)}` is unknown. {Nearest.Suggest(s, Scopes.Names)}"))];
        terminal.Out.WriteLine(Create(options.Data, subject, name, allowed, days, terminal, clock));
        return 0;
    }

    private static string Create(string folder, string subject, string? name, List<Scope> scopes, int days, Terminal terminal, TimeProvider clock)
    {
        try
        {
            var (key, isNew) = LocalKey.FindOrCreate(folder);
            if (isNew)
                terminal.Error.WriteLine($"{LocalKey.PathIn(folder)}: This is the new key. Who can read the file can make tokens.");
            var now = clock.GetUtcNow();
            return LocalKey.CreateToken(key, subject, name, scopes, now, now.AddDays(days));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(1, $"{LocalKey.PathIn(folder)}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
