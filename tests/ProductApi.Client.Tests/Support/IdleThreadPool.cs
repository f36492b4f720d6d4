namespace ProductApi.Client.Tests.Support;

/// <summary>Sees when nobody works in the thread pool but those who always do there, such as the test runner.</summary>
internal static class IdleThreadPool
{
    private const int QuietLooks = 2;
    private const int FirstLooks = 10;

    // Longer than any work of a test on virtual time, however loaded the machine.
    private const long PatienceMilliseconds = 30_000;

    private static int _others;

    static IdleThreadPool()
    {
        // Below the minimum a thread starts at once; above it, work may wait half a second for one.
        ThreadPool.GetMinThreads(out var workers, out var completionPorts);
        ThreadPool.SetMinThreads(Math.Max(workers, 16), completionPorts);

        _others = BusyOthers();
        for (var look = 1; look < FirstLooks; look++)
        {
            Thread.Sleep(1);
            _others = Math.Min(_others, BusyOthers());
        }
    }

    public static void Wait(Task unlessCompleted)
    {
        var started = Environment.TickCount64;
        for (var quiet = 0; quiet < QuietLooks && !unlessCompleted.IsCompleted;)
        {
            // A thread counts as busy from the moment work is queued for it. The fewest ever seen are the ones who stay.
            var busy = BusyOthers();
            _others = Math.Min(_others, busy);
            if (busy == _others && ThreadPool.PendingWorkItemCount == 0)
            {
                quiet++;
                continue;
            }

            quiet = 0;
            if (Environment.TickCount64 - started > PatienceMilliseconds)
                _others = busy;
            Thread.Yield();
        }
    }

    private static int BusyOthers()
    {
        ThreadPool.GetMaxThreads(out var max, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return max - available - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
    }
}
