using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>Puts ids into the job. How far it came is written together with the ids: begun again, it goes on where it was.</summary>
internal sealed class JobFeeder(IDatabase redis, JobKeys keys)
{
    private const int BatchSize = 500;

    /// <returns>Null when the ids are there; otherwise the id from which the job was fed before: that is another list.</returns>
    public async Task<long?> FeedAsync(long from, long to, CancellationToken cancellationToken)
    {
        await JobKeys.CreateGroupAsync(redis, keys);
        await redis.StringSetAsync(keys.First, from, when: When.NotExists);
        if ((long)await redis.StringGetAsync(keys.First) is var first && first != from)
            return first;

        var count = to - from + 1;
        for (var fed = (long)await redis.StringGetAsync(keys.Fed); fed < count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = Math.Min(fed + BatchSize, count);
            var batch = redis.CreateTransaction();

            // Somebody else may be feeding the same ids.
            batch.AddCondition(fed == 0 ? Condition.KeyNotExists(keys.Fed) : Condition.StringEqual(keys.Fed, fed));
            for (var id = from + fed; id < from + next; id++)
                _ = batch.StreamAddAsync(keys.Messages, JobMessage.Fields($"{id}", delivery: 1));
            _ = batch.StringSetAsync(keys.Fed, next);
            fed = await batch.ExecuteAsync() ? next : (long)await redis.StringGetAsync(keys.Fed);
        }

        return null;
    }
}
