using System.Diagnostics;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>A file system in memory, mounted on a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Null where this process may not.</summary>
    public static SmallDisk? Mount(string folder, int megabytes) =>
        OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;

    /// <summary>Leaves no room, by a file that grows until it cannot; deleting it makes room.</summary>
    public void Fill(string name)
    {
        using var stream = new FileStream(Path.Combine(_folder, name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var (block, size) = (new byte[4096], 4096);
        while (size > 0)
            try
            {
                stream.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
    }

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", _folder));

    public void Dispose() => Run("umount", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
