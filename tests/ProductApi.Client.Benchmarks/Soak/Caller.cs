namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>A part of a service that asks for products again and again: all at once or as a stream, with a time limit or without.
/// Now and then it changes its mind.</summary>
internal sealed class Caller(IProductClient products, Accounts accounts, Random random)
{
    private const int MostProducts = ServerProcess.ProductCount + (ServerProcess.ProductCount / 100);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private TimeSpan _breather;

    public async Task CallUntilAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var ids = Ids();
            try
            {
                await CallAsync(ids).WaitAsync(Hang, CancellationToken.None);
                await Task.Delay(_breather, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                accounts.Violate(exception is TimeoutException ? $"a call had not ended after {Hang}" : $"a call threw {exception}");
                return;
            }
        }
    }

    private Task CallAsync(IReadOnlyList<ProductId> ids)
    {
        var options = new FetchOptions
        {
            TimeLimit = random.Next(6) == 0 ? Seconds(0.05, 2) : null,
            MaxConcurrency = random.Next(6) == 0 ? random.Next(1, 10) : null,
        };
        var cancelledAfter = random.Next(8) == 0 ? Seconds(0.01, 1) : Timeout.InfiniteTimeSpan;
        return random.Next(2) == 0
            ? FetchManyAsync(ids, options, cancelledAfter)
            : StreamManyAsync(ids, options, cancelledAfter);
    }

    private async Task FetchManyAsync(IReadOnlyList<ProductId> ids, FetchOptions options, TimeSpan cancelledAfter)
    {
        using var cancellation = new CancellationTokenSource(cancelledAfter);
        try
        {
            var results = await products.FetchManyAsync(ids, options, cancellation.Token);
            Take(ids, results, isWithdrawn: false);
            if (!results.Select(result => result.ProductId).SequenceEqual(ids))
                accounts.Violate("results out of order");
        }
        catch (OperationCanceledException cancelled) when (cancelled.CancellationToken == cancellation.Token)
        {
            Take(ids, [], isWithdrawn: true);
        }
    }

    private async Task StreamManyAsync(IReadOnlyList<ProductId> ids, FetchOptions options, TimeSpan cancelledAfter)
    {
        using var cancellation = new CancellationTokenSource(cancelledAfter);
        var leaveAfter = random.Next(10) == 0 ? random.Next(1, ids.Count + 1) : int.MaxValue;
        var results = new List<FetchResult<Product>>(ids.Count);
        try
        {
            await foreach (var result in products.StreamManyAsync(ids, options, cancellation.Token))
            {
                results.Add(result);
                if (results.Count == leaveAfter)
                    break;
            }

            Take(ids, results, isWithdrawn: results.Count == leaveAfter);
        }
        catch (OperationCanceledException cancelled) when (cancelled.CancellationToken == cancellation.Token)
        {
            Take(ids, results, isWithdrawn: true);
        }
    }

    // Who hears that the server is out of service does not ask again at once: a million answers that cost nothing would prove nothing.
    private void Take(IReadOnlyList<ProductId> ids, IReadOnlyList<FetchResult<Product>> results, bool isWithdrawn)
    {
        accounts.Add(ids, results, isWithdrawn);
        var unavailable = results.Count(result => result.Error?.Kind == FetchErrorKind.Unavailable);
        _breather = unavailable > ids.Count / 2 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
    }

    // Mostly products; some the server does not have, some that cannot be sent, some twice.
    private ProductId[] Ids()
    {
        var ids = new ProductId[random.Next(4) == 0 ? random.Next(1, 10) : random.Next(50, 1500)];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = random.Next(500) == 0 ? "../etc" : random.Next(1, MostProducts);
        return ids;
    }

    private TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));
}
