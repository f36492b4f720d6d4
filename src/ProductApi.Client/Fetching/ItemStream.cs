using System.Runtime.CompilerServices;

namespace ProductApi.Client.Fetching;

/// <summary>Carries a caller's items past the fetching of their ids to their results.</summary>
internal sealed class ItemStream<TItem>
{
    private readonly Dictionary<ProductId, Waiting> _waiting = [];

    // Works with any client, also one that callers fake: results tell their id, and those of one id are interchangeable.
    public static async IAsyncEnumerable<FetchedItem<TItem, TProduct>> FetchAsync<TProduct>(
        IProductClient<TProduct> client, IAsyncEnumerable<TItem> items, Func<TItem, ProductId> id, FetchOptions? options,
        CancellationToken caller, [EnumeratorCancellation] CancellationToken enumerator = default)
        where TProduct : class
    {
        var stream = new ItemStream<TItem>();
        var ids = IdSequence.From(items, item => stream.Add(id(item), item));
        await foreach (var result in client.StreamManyAsync(ids, options, caller).WithCancellation(enumerator).ConfigureAwait(false))
            yield return new FetchedItem<TItem, TProduct>(stream.Take(result.ProductId), result);
    }

    private ProductId Add(ProductId id, TItem item)
    {
        lock (_waiting)
        {
            var waiting = new Waiting(item);
            if (!_waiting.TryAdd(id, waiting))
                _waiting[id].Append(waiting);
            return id;
        }
    }

    private TItem Take(ProductId id)
    {
        lock (_waiting)
        {
            if (!_waiting.Remove(id, out var first))
                throw new InvalidOperationException("The client returned a result for an id that nobody asked for.");
            if (first.LeaveToNext() is { } next)
                _waiting.Add(id, next);
            return first.Item;
        }
    }

    /// <summary>An item whose id is being fetched, before the later ones with the same id.</summary>
    private sealed class Waiting(TItem item)
    {
        // Only the first of an id knows the last.
        private Waiting? _last;
        private Waiting? _next;

        public TItem Item => item;

        public void Append(Waiting later)
        {
            (_last ?? this)._next = later;
            _last = later;
        }

        public Waiting? LeaveToNext()
        {
            if (_next is { } next && next != _last)
                next._last = _last;
            return _next;
        }
    }
}
