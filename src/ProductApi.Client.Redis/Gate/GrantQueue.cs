namespace ProductApi.Client.Redis.Gate;

/// <summary>A send the store has granted: when it may leave, its number, and whether it is a look into an announced wait.</summary>
internal readonly record struct Grant(double At, long Number, bool IsLook);

/// <summary>The grants that were not used yet, in their order.</summary>
internal sealed class GrantQueue
{
    private readonly Queue<Grant> _grants = new();

    public int Count => _grants.Count;

    public bool IsEmpty => _grants.Count == 0;

    public Grant Next => _grants.Peek();

    public void Add(Grant grant) => _grants.Enqueue(grant);

    public Grant Take() => _grants.Dequeue();

    /// <summary>Drops what is older than the cycle.</summary>
    public void DropBefore(long first)
    {
        while (_grants.Count > 0 && _grants.Peek().Number < first)
            _grants.Dequeue();
    }
}
