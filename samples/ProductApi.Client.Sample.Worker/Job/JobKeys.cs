using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>The names of what Redis keeps of one job. One hash tag: they can be changed in one transaction, also in a cluster.</summary>
internal sealed record JobKeys(string Name)
{
    /// <summary>The one group of all workers.</summary>
    public const string Group = "workers";

    /// <summary>Ids that wait or are being fetched.</summary>
    public RedisKey Messages => $"job:{{{Name}}}:messages";

    /// <summary>A result for each id.</summary>
    public RedisKey Results => $"job:{{{Name}}}:results";

    /// <summary>The first id that was fed.</summary>
    public RedisKey First => $"job:{{{Name}}}:first";

    /// <summary>How many ids were fed.</summary>
    public RedisKey Fed => $"job:{{{Name}}}:fed";

    public static async Task CreateGroupAsync(IDatabase redis, JobKeys keys)
    {
        try
        {
            await redis.StreamCreateConsumerGroupAsync(keys.Messages, Group, StreamPosition.Beginning, createStream: true);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // Another worker was first.
        }
    }
}
