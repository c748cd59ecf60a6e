using System.Runtime.InteropServices;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>CPU time of the calling thread, so that other tests on the machine do not count.</summary>
internal static class ThreadCpu
{
    private const int ThreadClock = 3;

    /// <summary>The least of several runs: the first runs compile, and a garbage collection may fall into any.</summary>
    public static TimeSpan Least(int runs, Action action)
    {
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var before = Now;
            action();
            var taken = Now - before;
            least = taken < least ? taken : least;
        }
        return least;
    }

    public static TimeSpan Now
    {
        get
        {
            Assert.Equal(0, ReadClock(ThreadClock, out var time));
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Time time);
}
