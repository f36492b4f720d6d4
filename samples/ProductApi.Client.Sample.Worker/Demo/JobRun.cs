using System.Diagnostics;
using ProductApi.Client.Sample.Server;
using ProductApi.Client.Sample.Worker.Job;
using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Demo;

/// <summary>One job from its first id to its last result, by workers that are processes of their own, against a local server with a
/// limit.</summary>
internal sealed record JobRun(string Mode, int Ids, int Workers, RateLimitOptions Limit, double Ideal)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>How many workers are killed when half of the results are there.</summary>
    public int Victims { get; init; }

    /// <summary>After so long the messages of a worker that has died are others'.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Called once, with a tenth of the results there.</summary>
    public Func<Task> Disturb { get; init; } = () => Task.CompletedTask;

    /// <summary>Told at the end how often each worker went on without the shared limit.</summary>
    public Action<IReadOnlyList<int>> WentAlone { get; init; } = _ => { };

    /// <summary>Told how many results there are and what the server has seen, again and again.</summary>
    public Action<int, ServerStats> Progress { get; init; } = (_, _) => { };

    private bool IsShared => Mode == "shared";

    public async Task<Accounts> RunAsync(LocalRedis local, CancellationToken cancellationToken)
    {
        await using var server = await ProductServer.StartAsync(
            new ProductServerOptions { ProductCount = Ids, Latency = Latency, RateLimit = Limit }, cancellationToken);
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{local.Address},abortConnect=false");
        var (redis, keys) = (connection.GetDatabase(), new JobKeys($"{Mode}-{Guid.NewGuid():N}"));
        await JobKeys.CreateGroupAsync(redis, keys);
        var workers = Enumerable.Range(0, Workers).Select(_ => Start(local, server.BaseAddress, keys.Name)).ToList();
        try
        {
            while ((await redis.StreamConsumerInfoAsync(keys.Messages, JobKeys.Group)).Length < Workers)
            {
                if (workers.Exists(worker => worker.HasExited))
                    throw new InvalidOperationException("A worker has ended at its start.");
                await Task.Delay(Poll, cancellationToken);
            }

            var watch = Stopwatch.StartNew();
            await new JobFeeder(redis, keys).FeedAsync(1, Ids, cancellationToken);
            await WatchAsync(redis, keys, server, workers, cancellationToken);
            var seconds = watch.Elapsed.TotalSeconds;
            var stats = server.Stats;
            var results = (int)(await JobResults.CountAsync(redis, keys)).Succeeded;
            WentAlone([.. workers.Select(worker => worker.TimesAlone)]);
            return new Accounts(
                Mode, Ids, results, Ids - results, stats.Requests - stats.Refused - stats.DistinctIds,
                Math.Round(100.0 * stats.Refused / stats.Requests, 1), Math.Round(seconds, 2), Ideal);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    // Until every id has a result, or nobody is left to fetch any.
    private async Task WatchAsync(
        IDatabase redis, JobKeys keys, ProductServer server, List<WorkerProcess> workers, CancellationToken cancellationToken)
    {
        var (hasKilled, hasDisturbed) = (false, false);
        while (true)
        {
            var results = await CountAsync(redis, keys);
            Progress(results, server.Stats);
            if (results == Ids || workers.TrueForAll(worker => worker.HasExited) || await IsEmptyAsync(redis, keys))
                return;
            if (!hasDisturbed && results >= Ids / 10)
            {
                hasDisturbed = true;
                await Disturb();
            }

            if (!hasKilled && results >= Ids / 2)
            {
                hasKilled = true;
                workers.Take(Victims).ToList().ForEach(worker => worker.Kill());
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    // All ids were fed: what is neither there nor among the results, which are counted after it, is lost.
    private static async Task<bool> IsEmptyAsync(IDatabase redis, JobKeys keys)
    {
        try
        {
            return await redis.StreamLengthAsync(keys.Messages) == 0;
        }
        catch (Exception exception) when (JobSource.IsPassing(exception))
        {
            return false;
        }
    }

    private static async Task<int> CountAsync(IDatabase redis, JobKeys keys)
    {
        try
        {
            return (int)await redis.HashLengthAsync(keys.Results);
        }
        catch (Exception exception) when (JobSource.IsPassing(exception))
        {
            return 0;
        }
    }

    private WorkerProcess Start(LocalRedis local, Uri address, string job) => WorkerProcess.Start(
        "--Worker:Redis", local.Address, "--Worker:Job", job, "--Worker:Shared", IsShared.ToString(), "--Worker:IdleTime", IdleTime.ToString(),
        "--ProductApi:BaseAddress", address.ToString(), "--ProductApi:ApiKey", new ProductServerOptions().ApiKey,
        "--Logging:LogLevel:Default", "Warning");
}
