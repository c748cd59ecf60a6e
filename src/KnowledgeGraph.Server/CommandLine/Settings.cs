using System.CommandLine;
using System.ComponentModel.DataAnnotations;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Merges the settings from file, environment and command line. Later ones override earlier ones.</summary>
internal static class Settings
{
    /// <param name="call">The command line.</param>
    /// <param name="check">Checks the settings that only one command uses. Throws a <see cref="FormatException"/>.</param>
    /// <exception cref="CommandException">A setting has an invalid value.</exception>
    public static (ServerOptions Options, IConfiguration Configuration) Read(ParseResult call, Action<ServerOptions>? check = null)
    {
        try
        {
            var given = call.CommandResult.Command.Options.OfType<ConfiguredOption>()
                .Select(o => KeyValuePair.Create($"{ServerOptions.Section}:{o.Key}", call.GetValue(o))).Where(o => o.Value is not null);
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(given)
                .Build();
            var section = configuration.GetSection(ServerOptions.Section);
            var options = section.Get<ServerOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new ServerOptions();
            if (section[nameof(options.Urls)] is null && configuration["ASPNETCORE_URLS"] is { Length: > 0 } urls)
                options.Urls = urls;
            options.Neo4jPassword ??= configuration["NEO4J_PASSWORD"];
            Check(options);
            check?.Invoke(options);
            return (options, configuration);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or FormatException)
        {
            throw new CommandException(2, $"configuration: {(e.InnerException is InvalidDataException or FormatException ? e.InnerException : e).Message}");
        }
    }

    private static void Check(ServerOptions options)
    {
        var mistakes = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true)
            || !Validator.TryValidateObject(options.Limits, new ValidationContext(options.Limits), mistakes, validateAllProperties: true))
            throw new CommandException(2, $"configuration: {mistakes[0].ErrorMessage}");
        if (options.Store is not ("embedded" or "neo4j"))
            throw new CommandException(2, $"configuration: {nameof(options.Store)} must be embedded or neo4j, but was \"{options.Store}\".");
        if (options is { PersistedOnly: true, Persisted: null })
            throw new CommandException(2, $"configuration: {nameof(options.PersistedOnly)} needs {nameof(options.Persisted)}. Set {nameof(options.Persisted)} to a folder of operations.");
        if (options.Format is not ("json" or "table" or "csv"))
            throw new CommandException(2, $"configuration: {nameof(options.Format)} must be json, table or csv, but was \"{options.Format}\".");
    }
}
