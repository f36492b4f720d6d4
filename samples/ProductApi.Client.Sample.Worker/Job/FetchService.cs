using Microsoft.Extensions.Hosting;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>One worker. Told to stop, it takes no more messages, fetches what it has to the end and leaves nothing behind.</summary>
internal sealed class FetchService(IProductClient products, JobSource source, JobResults results) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var done = new CancellationTokenSource();
        var renewal = source.RenewAsync(done.Token);
        await foreach (var (message, result) in products.StreamManyAsync(
            source.PullAsync(stoppingToken), message => message.Id, cancellationToken: CancellationToken.None))
        {
            await results.CompleteAsync(message, result);
            source.Release(message);
        }

        await done.CancelAsync();
        await renewal;
    }
}
