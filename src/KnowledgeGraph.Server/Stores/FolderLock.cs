using System.Globalization;

namespace KnowledgeGraph.Server.Stores;

/// <summary>
/// Gives a data folder to one process. A file in the folder is held open, and closes with the process, however that ends. A second file
/// says which process that is: on Linux and Windows no other process can read the first while it is held.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "graph.lock";
    private const string OwnerName = "graph.pid";

    private readonly FileStream _file;
    private readonly string? _owner;

    private FolderLock(FileStream file, string? owner = null) => (_file, _owner) = (file, owner);

    /// <summary>Takes the folder to write to it, and makes it if it is missing.</summary>
    /// <exception cref="StoreException">It cannot be used, or another store uses it.</exception>
    public static FolderLock Take(string folder)
    {
        if (File.Exists(folder))
            throw new StoreException($"{folder}: a file found; expected a folder for the data");
        try
        {
            Directory.CreateDirectory(folder);
            var file = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return new FolderLock(file, WriteOwner(folder));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreException($"{folder}: no right to write there found; expected a folder that this user may write", failure);
        }
        catch (IOException failure)
        {
            throw IsInUse(failure) ? InUse(folder, failure)
                : new StoreException($"{folder}: {failure.Message.TrimEnd('.')}; expected a folder that can be written", failure);
        }
    }

    /// <summary>Keeps stores from the folder while it is read, and writes nothing. Null: no store has ever used the folder.</summary>
    /// <exception cref="StoreException">A store uses it.</exception>
    public static FolderLock? TakeToRead(string folder)
    {
        try
        {
            return new FolderLock(new FileStream(Path.Combine(folder, Name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException failure) when (IsInUse(failure))
        {
            throw InUse(folder, failure);
        }
    }

    private static StoreException InUse(string folder, IOException failure) =>
        new($"{folder}: {Owner(folder) ?? "Another process"} uses this folder. Stop it first, or use another folder.", failure);

    /// <returns>The file, or null if it could not be written: only messages need it.</returns>
    private static string? WriteOwner(string folder)
    {
        try
        {
            var file = Path.Combine(folder, OwnerName);
            File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}"));
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Owner(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, OwnerName)).Split(' ') is [var id, var machine] && int.TryParse(id, CultureInfo.InvariantCulture, out _)
                ? $"Process {id} on {machine}" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>EWOULDBLOCK of Linux, of macOS and BSD; ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsInUse(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    public void Dispose()
    {
        try
        {
            if (_owner is not null)
                File.Delete(_owner);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It stays, and is only read while another process holds the folder, which then overwrites it.
        }
        _file.Dispose();
    }
}
