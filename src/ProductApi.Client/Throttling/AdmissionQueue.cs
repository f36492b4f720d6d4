namespace ProductApi.Client.Throttling;

/// <summary>Where items wait for the gate, in order of arrival: one looks at the clock, the others queue behind it.</summary>
#pragma warning disable CA1001 // The semaphore owns no handle, and disposing of it would leave its waiters hanging.
internal sealed partial class AdmissionQueue(TimeProvider time)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _inside;

    /// <summary>Whether nobody waits here.</summary>
    public bool IsEmpty => Volatile.Read(ref _inside) == 0;

    /// <summary>How many wait here.</summary>
    public int Count => Volatile.Read(ref _inside);

    /// <summary>Waits for the turn, and then for as long as the gate says: look again.</summary>
    /// <param name="item">Who waits.</param>
    /// <param name="look">Asks the gate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<NextStep> PassAsync(Item item, Func<Item, NextStep> look, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inside);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                while (true)
                {
                    var step = look(item);
                    if (step.Kind != NextStepKind.LookAgain)
                        return step;

                    await SleepAsync(Math.Min(step.Wait, GateRules.Poll), cancellationToken).ConfigureAwait(false);
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
