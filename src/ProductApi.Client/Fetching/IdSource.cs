namespace ProductApi.Client.Fetching;

/// <summary>Hands a caller's ids out one by one to concurrent workers, each with its position.</summary>
internal sealed class IdSource(IAsyncEnumerable<ProductId> ids, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ProductId> _ids = ids.GetAsyncEnumerator(cancellationToken);
    private readonly AsyncLock _turn = new();
    private Task<bool>? _pending;
    private int _position = -1;
    private bool _ended;

    /// <summary>The next id, or null after the last.</summary>
    public async ValueTask<(int Position, ProductId Id)?> NextAsync()
    {
        await _turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_ended)
                return null;

            // Also when the source throws: it is not asked again.
            _ended = true;
            if (!await MoveNextAsync().ConfigureAwait(false))
                return null;

            _ended = false;
            return (++_position, _ids.Current);
        }
        finally
        {
            _turn.Free();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_pending is { IsCompleted: false })
        {
            _ = DisposeLaterAsync(_pending);
            return;
        }

        // Observed: a run that has ended early has told why already.
        _ = _pending?.Exception;
        await _ids.DisposeAsync().ConfigureAwait(false);
    }

    // A source that does not follow its token must not keep a cancelled run from ending.
    private ValueTask<bool> MoveNextAsync()
    {
        var next = _ids.MoveNextAsync();
        if (next.IsCompleted)
            return next;

        _pending = next.AsTask();
        return new ValueTask<bool>(_pending.WaitAsync(cancellationToken));
    }

    // Nobody is left to tell when the abandoned source fails.
    private async Task DisposeLaterAsync(Task pending)
    {
        await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ids.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
