namespace ProductApi.Client.Fetching;

/// <summary>Bounds what is in flight over all calls of one client together; waiters are served in order of arrival.</summary>
#pragma warning disable CA1001 // The semaphore owns no handle, and disposing of it would leave its waiters hanging.
internal sealed class Slots(int count)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _free = new(count, count);

    public int Count => count;

    public int Free => _free.CurrentCount;

    public ValueTask<Slot> TakeAsync(CancellationToken cancellationToken)
    {
        var taken = _free.WaitAsync(cancellationToken);
        return taken.IsCompletedSuccessfully ? new(new Slot(_free)) : TakeLaterAsync(taken);
    }

    private async ValueTask<Slot> TakeLaterAsync(Task taken)
    {
        await taken.ConfigureAwait(false);
        return new Slot(_free);
    }

    public readonly struct Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
