using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>Keeps results. A result and the end of its message are one transaction: whoever dies before it leaves the message to others,
/// and after it nobody fetches the id again.</summary>
internal sealed partial class JobResults(IDatabase redis, JobKeys keys, WorkerOptions options, ILogger logger)
{
    private const string Ok = "ok ";
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(0.5);

    /// <summary>How many ids were fetched, and how many have failed.</summary>
    public static async Task<(long Succeeded, long Failed)> CountAsync(IDatabase redis, JobKeys keys)
    {
        var (succeeded, all) = (0L, 0L);
        await foreach (var result in redis.HashScanAsync(keys.Results, pageSize: 1000))
        {
            all++;
            succeeded += ((string?)result.Value)?.StartsWith(Ok, StringComparison.Ordinal) == true ? 1 : 0;
        }

        return (succeeded, all - succeeded);
    }

    /// <summary>Keeps the result, or puts the id back at the end of the job if another time, or another worker, may do better.</summary>
    public async Task CompleteAsync(JobMessage message, FetchResult<Product> result)
    {
        var delivery = NextDelivery(message, result);
        while (!await TryCompleteAsync(message, result, delivery))
            await Task.Delay(Retry);
    }

    // What was not even sent is no delivery: the host or its limit is to blame. A key or a network may be this worker's own trouble.
    private int? NextDelivery(JobMessage message, FetchResult<Product> result) => result.Error switch
    {
        null or { Kind: FetchErrorKind.InvalidId } => null,
        _ when result.Attempts == 0 => message.Delivery,
        { IsTransient: true } or { Kind: FetchErrorKind.Unauthorized or FetchErrorKind.Network }
            when message.Delivery < options.MaxDeliveries => message.Delivery + 1,
        _ => null,
    };

    // Tried again after a time-out it may run twice: the first result stays, and an id put back twice has one result all the same.
    private async Task<bool> TryCompleteAsync(JobMessage message, FetchResult<Product> result, int? delivery)
    {
        try
        {
            var transaction = redis.CreateTransaction();
            if (delivery is { } next)
                _ = transaction.StreamAddAsync(keys.Messages, JobMessage.Fields(message.Id, next));
            else
                _ = transaction.HashSetAsync(keys.Results, message.Id, Describe(result), When.NotExists);
            _ = transaction.StreamAcknowledgeAsync(keys.Messages, JobKeys.Group, message.Entry);
            _ = transaction.StreamDeleteAsync(keys.Messages, [message.Entry]);
            return await transaction.ExecuteAsync();
        }
        catch (Exception exception) when (JobSource.IsPassing(exception))
        {
            ResultNotKept(logger, message.Id, exception.Message);
            return false;
        }
    }

    private static string Describe(FetchResult<Product> result) =>
        result.Succeeded ? $"{Ok}{result.Product.Name}" : $"{result.Error.Kind} {result.Error.Message}";

    [LoggerMessage(LogLevel.Warning, "The result of {ProductId} is not kept yet, trying again: {Reason}")]
    private static partial void ResultNotKept(ILogger logger, string productId, string reason);
}
