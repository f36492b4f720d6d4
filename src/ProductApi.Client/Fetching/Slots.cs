using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Bounds what is in flight over all calls of one client together; waiters are served in order of arrival.</summary>
#pragma warning disable CA1001 // The semaphore owns no handle, and disposing of it would leave its waiters hanging.
internal sealed class Slots
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim? _own;

    public Slots(int count) => (_free, Count) = (new SemaphoreSlim(count, count), count);

    private Slots(SemaphoreSlim shared, int count) => (_free, _own, Count) = (shared, new SemaphoreSlim(count, count), count);

    public int Count { get; }

    /// <summary>Whether the call has a bound of its own.</summary>
    public bool AreBounded => _own is not null;

    public int Free => _free.CurrentCount;

    /// <summary>The same for one call that may use no more than so many of them.</summary>
    public Slots AtMost(int count) => count == Count ? this : new Slots(_free, count);

    /// <summary>A place for one item, to be taken when it is sent.</summary>
    /// <param name="onParked">Told when the item gives it back early.</param>
    public Slot Create(Action? onParked = null) => new(_free, onParked, _own);
}
