namespace ProductApi.Client.Throttling;

/// <summary>Where requests wait for the gate: one looks at the clock, the others queue behind it, in order of arrival.</summary>
#pragma warning disable CA1001 // The semaphore owns no handle, and disposing of it would leave its waiters hanging.
internal sealed class AdmissionQueue(TimeProvider time)
#pragma warning restore CA1001
{
    // The one that waits looks again at least this often: a success may have ended the wait.
    public const double Poll = 0.05;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _inside;

    /// <summary>Whether nobody waits here.</summary>
    public bool IsEmpty => Volatile.Read(ref _inside) == 0;

    /// <returns>How many seconds there are to wait; none: <paramref name="admission"/> is the answer.</returns>
    public delegate double TryAdmit(out SendPermit admission);

    public async ValueTask<SendPermit> PassAsync(TryAdmit tryAdmit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inside);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                while (true)
                {
                    var wait = tryAdmit(out var admission);
                    if (wait <= 0)
                        return admission;

                    await DelayAsync(Math.Min(wait, Poll), cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    // Task.Delay cuts off fractions of a millisecond: 0.4 ms would be no wait at all.
    public Task DelayAsync(double seconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000)), time, cancellationToken);
}
