using ProductApi.Client.Pipeline;
using ProductApi.Client.Products;

namespace ProductApi.Client.Fetching;

/// <summary>The fetch that one worker has under way. Its first request ends early when a backup has answered.</summary>
/// <param name="sending">Ends all requests of the run.</param>
internal sealed class InFlightFetch<TProduct>(CancellationToken sending) : IAsyncDisposable
    where TProduct : class
{
    private readonly object _lock = new();
    private CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(sending);
    private ProductId _id;
    private RequestState? _first;
    private BackupRequest<TProduct>? _backup;

    /// <summary>Ends the first request.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The backup of the present fetch.</summary>
    public BackupRequest<TProduct>? Backup
    {
        get
        {
            lock (_lock)
                return _backup;
        }
    }

    // Without the lock: there is no fetch until the last write, and whoever sees it sees the id.
    public void Begin(ProductId id, RequestState first)
    {
        _id = id;
        Volatile.Write(ref _first, first);
    }

    /// <summary>Makes a backup, if there is none and the first request is the only one so far.</summary>
    /// <param name="isAllowed">Whether there may be one.</param>
    /// <param name="start">Called before the fetch can end; does not wait.</param>
    public void BackUp(Func<RequestState, bool> isAllowed, Action<BackupRequest<TProduct>> start)
    {
        lock (_lock)
        {
            if (_backup is not null || Volatile.Read(ref _first) is not { Attempts: 1 } first || !isAllowed(first))
                return;

            _backup = new BackupRequest<TProduct>(_id, sending);
            start(_backup);
        }
    }

    /// <summary>The backup has an answer: the first request is cancelled, unless it has one already.</summary>
    public void OnAnswer(BackupRequest<TProduct> backup, ProductOutcome<TProduct> answer)
    {
        lock (_lock)
        {
            if (_backup != backup)
                return;

            backup.Answer = answer;
        }

        try
        {
            _stop.Cancel();
        }
        catch (AggregateException)
        {
            // Thrown by what a handler of the caller's has registered. It is cancelled nevertheless.
        }
    }

    /// <summary>The backup was not sent: another one may be.</summary>
    public void Forget(BackupRequest<TProduct> backup)
    {
        lock (_lock)
            _backup = _backup == backup ? null : _backup;
    }

    /// <summary>The first request is over.</summary>
    /// <returns>Whether that is the end; otherwise there is a backup.</returns>
    public bool TryEnd()
    {
        lock (_lock)
        {
            if (_backup is not null)
                return false;

            _first = null;
            return true;
        }
    }

    /// <summary>The first request is over.</summary>
    /// <returns>The backup, if there was one. Its answer counts.</returns>
    public async ValueTask<BackupRequest<TProduct>?> EndAsync()
    {
        BackupRequest<TProduct>? backup;
        lock (_lock)
        {
            backup = _backup;
            (_first, _backup) = (null, null);
        }

        if (backup?.Answer is not null)
        {
            // Until then it may be cancelling the first request.
            await backup.Ended.ConfigureAwait(false);
            _stop.Dispose();
            _stop = CancellationTokenSource.CreateLinkedTokenSource(sending);
        }

        backup?.Cancel();
        return backup;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
