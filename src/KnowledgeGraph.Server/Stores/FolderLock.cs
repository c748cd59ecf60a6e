namespace KnowledgeGraph.Server.Stores;

/// <summary>A data folder is one process's: a file in it is held open, which ends with the process, however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "graph.lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="StoreException">It cannot be used, or is used by another store.</exception>
    public static FolderLock Take(string folder)
    {
        if (File.Exists(folder))
            throw new StoreException($"{folder}: a file found; expected a folder for the data");
        try
        {
            Directory.CreateDirectory(folder);
            return new FolderLock(
                new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreException($"{folder}: no right to write there found; expected a folder that this user may write", failure);
        }
        catch (IOException failure) when (IsInUse(failure))
        {
            throw new StoreException(
                $"{folder}: in use by another process found; expected a folder of its own: stop the other, or choose another folder", failure);
        }
        catch (IOException failure)
        {
            throw new StoreException($"{folder}: {failure.Message.TrimEnd('.')}; expected a folder that can be written", failure);
        }
    }

    /// <summary>EWOULDBLOCK of Linux, of macOS and BSD; ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsInUse(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    public void Dispose() => _file.Dispose();
}
