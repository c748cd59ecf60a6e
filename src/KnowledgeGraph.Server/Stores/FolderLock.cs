using System.Diagnostics;
using System.Globalization;

namespace KnowledgeGraph.Server.Stores;

/// <summary>
/// Gives a data folder to one process. The process keeps a file in the folder open. The file closes when the process ends, even after a
/// crash. A second file names the process, because on Linux and Windows no other process can read the first one while it is open.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "graph.lock";
    private const string OwnerName = "graph.pid";

    private readonly FileStream _file;
    private readonly string? _owner;

    private FolderLock(FileStream file, string? owner = null) => (_file, _owner) = (file, owner);

    /// <summary>Locks the folder for writing, and creates it if it does not exist.</summary>
    /// <exception cref="StoreException">The folder cannot be used, or another store uses it.</exception>
    public static FolderLock Take(string folder)
    {
        if (File.Exists(folder))
            throw new StoreException($"{folder}: The data must be in a folder, but this is a file. Choose another folder.");
        try
        {
            Directory.CreateDirectory(folder);
            var file = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return new FolderLock(file, WriteOwner(folder));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreException($"{folder}: This user has no right to write to the folder. Grant the right, or choose another folder.", failure);
        }
        catch (IOException failure)
        {
            throw IsInUse(failure) ? InUse(folder, failure)
                : new StoreException($"{folder}: {failure.Message.TrimEnd('.')}. Choose a folder that can be written.", failure);
        }
    }

    /// <summary>Keeps stores out of the folder while it is read, without writing to it. Null if no store has ever used the folder.</summary>
    /// <exception cref="StoreException">A store uses the folder.</exception>
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
        new($"{folder}: {Owner(folder) ?? "Another process"} uses this folder. Stop it first, use another folder, or query its server with `query --url`.", failure);

    /// <returns>The file; null if it could not be written. Only messages need it.</returns>
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
            return File.ReadAllText(Path.Combine(folder, OwnerName)).Split(' ') is [var id, var machine] && int.TryParse(id, CultureInfo.InvariantCulture, out var number)
                && (machine != Environment.MachineName || IsRunning(number)) ? $"Process {id} on {machine}" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A process that was killed has left its file. `check` may hold the folder then, and it writes no file.</summary>
    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
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
            // The file stays. It is only read while another process holds the folder, and that process overwrites it.
        }
        _file.Dispose();
    }
}
