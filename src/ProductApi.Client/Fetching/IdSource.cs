namespace ProductApi.Client.Fetching;

/// <summary>Hands a caller's ids out one by one to concurrent workers, each with its position.</summary>
internal sealed class IdSource(IAsyncEnumerable<ProductId> ids, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ProductId> _ids = ids.GetAsyncEnumerator(cancellationToken);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _position = -1;
    private bool _ended;

    /// <summary>The next id, or null after the last.</summary>
    public async ValueTask<(int Position, ProductId Id)?> NextAsync()
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_ended)
                return null;

            // Also when the source throws: it is not asked again.
            _ended = true;
            if (!await _ids.MoveNextAsync().ConfigureAwait(false))
                return null;

            _ended = false;
            return (++_position, _ids.Current);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync() => _ids.DisposeAsync();

    public static async IAsyncEnumerable<ProductId> From<TId>(IEnumerable<TId> ids, Func<TId, ProductId> convert)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var id in ids)
            yield return convert(id);
    }
}
