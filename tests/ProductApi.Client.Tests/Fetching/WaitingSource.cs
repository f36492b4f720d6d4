namespace ProductApi.Client.Tests.Fetching;

/// <summary>Ids from a source that lets its caller wait, after the last of them or while it is disposed of, and follows no token.</summary>
internal sealed class WaitingSource(Place place, string[] ids, Task goesOn) : IAsyncEnumerable<ProductId>, IAsyncEnumerator<ProductId>
{
    private int _position = -1;

    public ProductId Current => ids[_position];

    public IAsyncEnumerator<ProductId> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (++_position < ids.Length)
            return true;

        if (place == Place.IdSource)
            await goesOn;
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (place == Place.DisposalOfTheSource)
            await goesOn;
    }
}
