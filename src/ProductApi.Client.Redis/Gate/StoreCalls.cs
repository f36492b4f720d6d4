using ProductApi.Client.Redis.Store;

namespace ProductApi.Client.Redis.Gate;

/// <summary>The calls of one gate to the store. They are asked for under the gate's lock and start outside of it; a call that is not
/// answered in time counts as failed.</summary>
internal sealed class StoreCalls(IThrottleStore store, TimeProvider time, SharedThrottleEvents events) : IDisposable
{
    // Nobody waits longer for the store; the first call connects.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _disposed = new();
    private readonly object _lock = new();
    private readonly Queue<Func<Task>> _starting = new();
    private volatile bool _hasAnswered;
    private volatile bool _isAlone;
    private volatile string? _failure;

    public Action<SharedState>? Changed
    {
        get => store.Changed;
        set => store.Changed = value;
    }

    public void Take(TakeRequest request, Action<TakeReply?> then) => Add(
        () => CallAsync("take", token => store.TakeAsync(request, token), then));

    public void Put(PutRequest request, Action<PutReply?> then) => Add(
        () => CallAsync("put", token => store.PutAsync(request, token), then));

    public void After(double seconds, Action then) => Add(() => WaitAsync(seconds, then));

    /// <summary>Starts what was asked for.</summary>
    public void StartCalls()
    {
        while (true)
        {
            Func<Task>? call;
            lock (_lock)
            {
                if (!_starting.TryDequeue(out call))
                    return;
            }

            _ = call();
        }
    }

    public void OnAlone()
    {
        _isAlone = true;
        Tell(() => events.OnAlone(_failure));
    }

    public void OnBack()
    {
        _isAlone = false;
        Tell(events.OnBack);
    }

    public void Dispose()
    {
        store.Changed = null;
        _disposed.Cancel();
        _disposed.Dispose();
    }

    // Outside the gate's lock, and what a logger throws stays in the task.
    private void Tell(Action happened) => Add(() =>
    {
        try
        {
            happened();
            return Task.CompletedTask;
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    });

    private void Add(Func<Task> call)
    {
        lock (_lock)
            _starting.Enqueue(call);
    }

    private async Task CallAsync<TReply>(string operation, Func<CancellationToken, Task<TReply>> call, Action<TReply?> then)
        where TReply : class
    {
        var started = time.GetTimestamp();
        TReply? reply = null;
        try
        {
            var token = _disposed.Token;
            var patience = _hasAnswered || _isAlone ? Patience : FirstPatience;
            reply = await call(token).WaitAsync(patience, time, token).ConfigureAwait(false);
            _hasAnswered = true;
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            _failure = exception switch
            {
                TimeoutException => "no answer in time",
                StoreUnavailableException => exception.Message,

                // Of an unknown kind, whose text may hold a password.
                _ => $"{exception.GetType().Name} while talking to Redis",
            };
        }

        try
        {
            var granted = reply is TakeReply { Times.Count: var count } ? count : 0;
            events.Called(operation, time.GetElapsedTime(started), granted, reply is null);
        }
        finally
        {
            // Whoever asked waits for it, whatever a listener throws.
            then(reply);
        }
    }

    private async Task WaitAsync(double seconds, Action then)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000)), time, _disposed.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        then();
    }
}
