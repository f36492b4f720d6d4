using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>Puts ids into the job. How far it came is written together with the ids: begun again, it goes on where it was.</summary>
internal sealed class JobFeeder(IDatabase redis, JobKeys keys)
{
    private const int BatchSize = 500;

    public async Task FeedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await JobKeys.CreateGroupAsync(redis, keys);
        for (var fed = (int)await redis.StringGetAsync(keys.Fed); fed < ids.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = Math.Min(fed + BatchSize, ids.Count);
            var batch = redis.CreateTransaction();

            // Somebody else may be feeding the same ids.
            batch.AddCondition(fed == 0 ? Condition.KeyNotExists(keys.Fed) : Condition.StringEqual(keys.Fed, fed));
            for (var i = fed; i < next; i++)
                _ = batch.StreamAddAsync(keys.Messages, JobMessage.Fields(ids[i], delivery: 1));
            _ = batch.StringSetAsync(keys.Fed, next);
            fed = await batch.ExecuteAsync() ? next : (int)await redis.StringGetAsync(keys.Fed);
        }
    }
}
