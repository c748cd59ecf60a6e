using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Imports a file into the store.</summary>
internal static class ImportCommand
{
    /// <param name="File">The path of the file, or - for standard input.</param>
    private sealed record Choices(string File, string? Format, string? Mapping, bool IsDryRun, bool IsProposal, bool Skips, string? Report);

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "File to import, or - for standard input. Files that end with .gz or .zst are decompressed" };
        var format = new Option<string>("--format") { HelpName = "jsonl|csv", Description = "Format of the file [default: by its name]" };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        var mapping = new Option<string>("--mapping") { HelpName = "FILE", Description = "YAML file that says which columns of a CSV file are which properties" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Prints what the import would add and change, and changes nothing" };
        var propose = new Option<bool>("--propose") { Description = "Stores the import as one proposal for review, and changes nothing" };
        var skip = new Option<bool>("--skip-invalid") { Description = "Skips lines with errors, and the lines that need them, and imports the others" };
        var report = new Option<string>("--report") { HelpName = "FILE", Description = "File for the errors of skipped lines, as JSON Lines" };
        var verb = new Verb("import", "Adds and changes what the lines of a file say, and removes nothing. If there is an error, it changes nothing. An import that was stopped continues where it stopped.", """
              KnowledgeGraph.Server import graph.jsonl                          import JSON Lines, as `export` writes them
              KnowledgeGraph.Server import graph.jsonl.gz --dry-run             show what an import would add and change
              KnowledgeGraph.Server import aims.csv --mapping aims.yaml         import CSV
              KnowledgeGraph.Server import graph.jsonl --skip-invalid --report errors.jsonl
            """)
        { file, format, mapping, dryRun, propose, skip, report, ConfiguredOption.OfStore() };
        verb.SetAction((call, stop) => Import(
            call, new(
                call.GetRequiredValue(file), call.GetValue(format), call.GetValue(mapping), call.GetValue(dryRun), call.GetValue(propose), call.GetValue(skip), call.GetValue(report)),
            terminal, stop));
        return verb;
    }

    private static async Task<int> Import(ParseResult call, Choices choices, Terminal terminal, CancellationToken stop)
    {
        if (choices is { Report: not null, Skips: false })
            throw new CommandException(2, "--report needs --skip-invalid. Without it, errors are printed, and nothing is imported.");
        if (choices is { IsDryRun: true, IsProposal: true })
            throw new CommandException(2, "--dry-run and --propose cannot be used together. Use one of them.");
        var (options, _) = Settings.Read(call);
        var model = GraphModel.Load();
        using var file = await ImportFile.Open(choices.File, terminal.OpenInput, stop);
        var reader = ReaderOf(model, file, choices);
        using var store = StoreChoice.Create(options, model, TimeProvider.System, terminal.Error.WriteLine);
        await store.Open(first: null, waiting: null, stop);
        var errors = new ImportErrors(file.Name);
        var check = new ImportCheck(model, store, reader, errors, choices.Skips, counts: choices.IsDryRun || choices.IsProposal);
        var (progress, said, tally) = (new ImportProgress(file.Length), new List<string>(), default(ImportTally));
        await ProgressBar.Run(terminal, "Importing", ImportProgress.Total, () => progress.Done, async () =>
        {
            var plan = await check.Run(progress, stop);
            if (errors.Count == 0 || choices.Skips)
                tally = choices.IsDryRun ? check.Tally
                    : choices.IsProposal ? await new ImportProposal(store, reader, plan, errors).Store(check.Tally, progress, stop)
                    : await new Importer(store, reader, file.PlainName, plan, errors).Run(progress, said.Add, stop);
        });
        said.ForEach(terminal.Error.WriteLine);
        if (tally is null)
        {
            ImportReport.Write(terminal.Error, errors);
            return terminal.Fail(1, $"{SeedCommand.Count(errors.Count, "error")}. Nothing was imported.");
        }
        await Report(store, file, errors, tally, choices, terminal, stop);
        return 0;
    }

    private static IRecordReader ReaderOf(GraphModel model, ImportFile file, Choices choices)
    {
        var isCsv = (choices.Format ?? (Path.GetExtension(file.PlainName) == ".csv" ? "csv" : "jsonl")) == "csv";
        if (choices.Mapping is not null && !isCsv)
            throw new CommandException(2, "--mapping is for CSV. Leave it out, or give --format csv.");
        return isCsv ? new CsvRecordReader(model, file, choices.Mapping) : new JsonLinesReader(model, file);
    }

    private static async Task Report(IGraphStore store, ImportFile file, ImportErrors errors, ImportTally tally, Choices choices, Terminal terminal, CancellationToken stop)
    {
        var (isDryRun, output) = (choices.IsDryRun, terminal.Out);
        if (tally.Changes == 0)
            await output.WriteLineAsync($"Nothing {(isDryRun ? "would change" : "changed")}: {store.Name} already has all of {file.Name}{(errors.Count > 0 ? " that is valid" : "")}");
        else
            await output.WriteLineAsync($"{(isDryRun ? "Would import" : choices.IsProposal ? "Proposed" : "Imported")} {file.Name} into {store.Name}");
        tally.Write(output, isDryRun || choices.IsProposal);
        if (errors.Count > 0)
        {
            if (choices.Report is { } report)
                ImportReport.Write(report, errors);
            else
                ImportReport.Write(terminal.Error, errors);
            await output.WriteLineAsync($"Skipped {SeedCommand.Count(errors.LineCount, "line")}{(choices.Report is null ? "" : $", listed in {choices.Report}")}");
        }
        var state = await store.State(stop);
        await output.WriteLineAsync($"Graph: version {state.Version}, {state.Nodes} nodes, {state.Relationships} relationships");
    }
}
