namespace ProductApi.Client.Throttling;

/// <summary>An item's place among those at work, of which a client has <c>MaxConcurrency</c>. Whoever waits for long gives it back early,
/// so that others can start; giving back twice is one.</summary>
/// <param name="slots">The places of all calls together.</param>
/// <param name="onParked">Told when the place was given back early.</param>
/// <param name="own">The places of this call, if they are fewer.</param>
internal sealed class Slot(SemaphoreSlim slots, Action? onParked = null, SemaphoreSlim? own = null) : IDisposable
{
    private int _isTaken;
    private int _isOwnTaken;

    public bool WasParked { get; private set; }

    public Task TakeAsync(CancellationToken cancellationToken)
    {
        if (own is not null)
            return TakeOwnAsync(own, cancellationToken);

        var taken = slots.WaitAsync(cancellationToken);
        if (!taken.IsCompletedSuccessfully)
            return TakeLaterAsync(taken);

        Volatile.Write(ref _isTaken, 1);
        return Task.CompletedTask;
    }

    /// <summary>Gives the place back, to be taken again or not.</summary>
    public void Dispose()
    {
        TryRelease();
        if (own is not null && Interlocked.Exchange(ref _isOwnTaken, 0) != 0)
            own.Release();
    }

    /// <summary>Gives the place back although its item is not done. The call's own it keeps: the item may still send.</summary>
    public void Park()
    {
        if (!TryRelease())
            return;

        WasParked = true;
        onParked?.Invoke();
    }

    private async Task TakeLaterAsync(Task taken)
    {
        await taken.ConfigureAwait(false);
        Volatile.Write(ref _isTaken, 1);
    }

    private async Task TakeOwnAsync(SemaphoreSlim places, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            places.Release();
            throw;
        }

        Volatile.Write(ref _isOwnTaken, 1);
        Volatile.Write(ref _isTaken, 1);
    }

    private bool TryRelease()
    {
        if (Interlocked.Exchange(ref _isTaken, 0) == 0)
            return false;

        slots.Release();
        return true;
    }
}
