namespace ProductApi.Client.Fetching;

/// <summary>Lets one worker in at a time. Unlike a semaphore it is not handed over to the next in line, who would first have to be woken
/// while all others queue up behind: whoever comes first takes it.</summary>
internal sealed class Turn(CancellationToken cancellationToken)
{
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    public ValueTask TakeAsync()
    {
        var freed = TryTake();
        return freed is null ? ValueTask.CompletedTask : TakeLaterAsync(freed);
    }

    public void Free()
    {
        TaskCompletionSource? next;
        lock (_lock)
        {
            _isTaken = false;
            _waiting.TryDequeue(out next);
        }

        next?.SetResult();
    }

    private async ValueTask TakeLaterAsync(Task? freed)
    {
        for (; freed is not null; freed = TryTake())
            await freed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null: taken. Otherwise what to wait for before the next try.</returns>
    private Task? TryTake()
    {
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return null;
            }

            var freed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(freed);
            return freed.Task;
        }
    }
}
