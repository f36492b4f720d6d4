using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Bounds what is in flight over all calls of one client together; waiters are served in order of arrival.</summary>
#pragma warning disable CA1001 // The semaphore owns no handle, and disposing of it would leave its waiters hanging.
internal sealed class Slots(int count)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _free = new(count, count);

    public int Count => count;

    public int Free => _free.CurrentCount;

    /// <summary>A place for one item, to be taken when it is sent.</summary>
    /// <param name="onParked">Told when the item gives it back early.</param>
    public Slot Create(Action? onParked) => new(_free, onParked);
}
