using System.Runtime.CompilerServices;

namespace ProductApi.Client.Fetching;

/// <summary>Makes a caller's sequence a source of ids.</summary>
internal static class IdSequence
{
    public static IAsyncEnumerable<ProductId> From<TId>(IEnumerable<TId> ids, Func<TId, ProductId> convert) =>
        new Synchronous<TId>(ids, convert);

    public static async IAsyncEnumerable<ProductId> From<TId>(
        IAsyncEnumerable<TId> ids, Func<TId, ProductId> convert, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var id in ids.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return convert(id);
    }

    // An async iterator would do the same at several times the cost.
    private sealed class Synchronous<TId>(IEnumerable<TId> ids, Func<TId, ProductId> convert) : IAsyncEnumerable<ProductId>
    {
        public IAsyncEnumerator<ProductId> GetAsyncEnumerator(CancellationToken cancellationToken) => new Enumerator(ids, convert);

        private sealed class Enumerator(IEnumerable<TId> ids, Func<TId, ProductId> convert) : IAsyncEnumerator<ProductId>
        {
            // Asked for at the first move, where a sequence that throws is an id source that throws.
            private IEnumerator<TId>? _ids;

            public ProductId Current { get; private set; }

            public ValueTask<bool> MoveNextAsync()
            {
                _ids ??= ids.GetEnumerator();
                if (!_ids.MoveNext())
                    return new(false);

                Current = convert(_ids.Current);
                return new(true);
            }

            public ValueTask DisposeAsync()
            {
                _ids?.Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
