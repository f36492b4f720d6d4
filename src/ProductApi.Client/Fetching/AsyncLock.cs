namespace ProductApi.Client.Fetching;

/// <summary>Lets one worker in at a time. Unlike a semaphore it is not handed over to the next in line, who would first have to be woken
/// while all others queue up behind: whoever comes first takes it.</summary>
internal sealed class AsyncLock
{
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    public ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var freed = TryTake();
        return freed is null ? ValueTask.CompletedTask : TakeLaterAsync(freed, cancellationToken);
    }

    public void Free()
    {
        lock (_lock)
        {
            _isTaken = false;
            WakeNext();
        }
    }

    private async ValueTask TakeLaterAsync(TaskCompletionSource? freed, CancellationToken cancellationToken)
    {
        for (; freed is not null; freed = TryTake())
        {
            try
            {
                await freed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                GiveUp(freed);
                throw;
            }
        }
    }

    // Woken and cancelled at once: somebody else has to be woken instead.
    private void GiveUp(TaskCompletionSource freed)
    {
        lock (_lock)
        {
            if (!freed.TrySetCanceled() && !_isTaken)
                WakeNext();
        }
    }

    private void WakeNext()
    {
        while (_waiting.TryDequeue(out var next) && !next.TrySetResult())
        {
        }
    }

    /// <returns>Null: taken. Otherwise what to wait for before the next try.</returns>
    private TaskCompletionSource? TryTake()
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
            return freed;
        }
    }
}
