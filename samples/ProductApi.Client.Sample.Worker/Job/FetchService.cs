using Microsoft.Extensions.Hosting;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>One worker. Told to stop, it takes no more messages, fetches what it has to the end and leaves nothing behind.</summary>
internal sealed class FetchService(IProductClient products, JobSource source, JobResults results) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var done = new CancellationTokenSource();
        var renewal = source.RenewAsync(done.Token);
        try
        {
            await foreach (var (message, result) in products.StreamManyAsync(
                source.PullAsync(stoppingToken), message => message.Id, cancellationToken: CancellationToken.None))
            {
                if (result is { Attempts: 0, Error: { Kind: FetchErrorKind.NotAttempted, IsTransient: false } rejected })
                    throw new InvalidOperationException($"This worker can fetch nothing, and leaves the job to others: {rejected.Message}");

                await results.CompleteAsync(message, result);
                source.Release(message);
                if (result is { Attempts: 0, Error: { IsTransient: true } error })
                    source.Pause(error.RetryAfter);
            }
        }
        catch
        {
            // The host stops, and whoever started the process is told.
            Environment.ExitCode = 1;
            throw;
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }
    }
}
