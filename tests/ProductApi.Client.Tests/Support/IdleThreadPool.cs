namespace ProductApi.Client.Tests.Support;

/// <summary>Waits until nobody works in the thread pool but those who did before, such as the test runner.</summary>
internal sealed class IdleThreadPool
{
    private const int QuietLooks = 2;

    private int _others = BusyThreads();

    public void Wait(Task unlessCompleted)
    {
        for (var quiet = 0; quiet < QuietLooks && !unlessCompleted.IsCompleted;)
        {
            // A thread counts as busy from the moment work is queued for it.
            var busy = BusyThreads();
            _others = Math.Min(_others, busy);
            if (busy <= _others && ThreadPool.PendingWorkItemCount == 0)
            {
                quiet++;
                continue;
            }

            quiet = 0;
            Thread.Yield();
        }
    }

    private static int BusyThreads()
    {
        ThreadPool.GetMaxThreads(out var max, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return max - available;
    }
}
