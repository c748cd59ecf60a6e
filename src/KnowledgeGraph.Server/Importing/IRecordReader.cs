namespace KnowledgeGraph.Server.Importing;

/// <summary>Reads the records of a file from its beginning, as often as it is asked to.</summary>
internal interface IRecordReader
{
    /// <summary>How messages name the file.</summary>
    string File { get; }

    /// <summary>The state of the file when it was last read to its end.</summary>
    FileState State { get; }

    /// <summary>The records. Errors of lines are reported, and lines that have errors already are left out.</summary>
    IEnumerable<ImportRecord> Read(ImportErrors errors, ImportProgress progress);
}

/// <summary>Shows whether a file was changed.</summary>
/// <param name="Hash">The hash of its content, and of the mapping if there is one.</param>
/// <param name="Lines">The number of its lines.</param>
internal readonly record struct FileState(UInt128 Hash, int Lines);
