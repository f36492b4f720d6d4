namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>A part of a service that asks for products again and again: all at once or as a stream, with a time limit or without, and now and
/// then it changes its mind.</summary>
internal sealed class Caller(IProductClient products, Accounts accounts, Random random)
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    public async Task CallUntilAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var ids = Ids();
            try
            {
                await CallAsync(ids).WaitAsync(Hang, CancellationToken.None);
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
        return random.Next(2) == 0 ? FetchManyAsync(ids, options, cancelledAfter) : StreamManyAsync(ids, options, cancelledAfter);
    }

    private async Task FetchManyAsync(IReadOnlyList<ProductId> ids, FetchOptions options, TimeSpan cancelledAfter)
    {
        using var cancellation = new CancellationTokenSource(cancelledAfter);
        try
        {
            var results = await products.FetchManyAsync(ids, options, cancellation.Token);
            accounts.Add(ids, results, isWithdrawn: false);
            if (!results.Select(result => result.ProductId).SequenceEqual(ids))
                accounts.Violate("results out of order");
        }
        catch (OperationCanceledException cancelled) when (cancelled.CancellationToken == cancellation.Token && cancellation.IsCancellationRequested)
        {
            accounts.Add(ids, [], isWithdrawn: true);
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

            accounts.Add(ids, results, isWithdrawn: results.Count == leaveAfter);
        }
        catch (OperationCanceledException cancelled) when (cancelled.CancellationToken == cancellation.Token && cancellation.IsCancellationRequested)
        {
            accounts.Add(ids, results, isWithdrawn: true);
        }
    }

    // Mostly products; some the server does not have, some that cannot be sent, some twice.
    private ProductId[] Ids()
    {
        var ids = new ProductId[random.Next(4) == 0 ? random.Next(1, 10) : random.Next(50, 1500)];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = random.Next(500) == 0 ? "../etc" : random.Next(1, (int)(ServerProcess.ProductCount * 1.01));
        return ids;
    }

    private TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));
}
