using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>Keeps results. A result and the end of its message are one transaction: whoever dies before it leaves the message to others,
/// and after it nobody fetches the id again.</summary>
internal sealed partial class JobResults(IDatabase redis, JobKeys keys, WorkerOptions options, ILogger logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(0.5);

    /// <summary>Keeps the result, or puts the id back at the end of the job if another time may do better.</summary>
    public async Task CompleteAsync(JobMessage message, FetchResult<Product> result)
    {
        var isAnotherTry = result.Error is { IsTransient: true } && message.Delivery < options.MaxDeliveries;
        while (!await TryCompleteAsync(message, result, isAnotherTry))
            await Task.Delay(Retry);
    }

    // Tried again after a time-out it may run twice: the first result stays, and an id put back twice has one result all the same.
    private async Task<bool> TryCompleteAsync(JobMessage message, FetchResult<Product> result, bool isAnotherTry)
    {
        try
        {
            var transaction = redis.CreateTransaction();
            if (isAnotherTry)
                _ = transaction.StreamAddAsync(keys.Messages, JobMessage.Fields(message.Id, message.Delivery + 1));
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
        result.Succeeded ? $"ok {result.Product.Name}" : $"{result.Error.Kind} {result.Error.Message}";

    [LoggerMessage(LogLevel.Warning, "The result of {ProductId} is not kept yet, trying again: {Reason}")]
    private static partial void ResultNotKept(ILogger logger, string productId, string reason);
}
