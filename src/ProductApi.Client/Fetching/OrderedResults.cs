using System.Runtime.InteropServices;

namespace ProductApi.Client.Fetching;

/// <summary>Puts results that arrive in any order back into the order of their ids.</summary>
internal sealed class OrderedResults<TProduct>(int capacity)
    where TProduct : class
{
    private readonly List<FetchResult<TProduct>> _results = new(capacity);

    public ValueTask AddAsync(int position, FetchResult<TProduct> result, CancellationToken cancellationToken)
    {
        lock (_results)
        {
            if (position >= _results.Count)
                CollectionsMarshal.SetCount(_results, position + 1);
            _results[position] = result;
        }

        return ValueTask.CompletedTask;
    }

    public IReadOnlyList<FetchResult<TProduct>> ToList() => _results;
}
