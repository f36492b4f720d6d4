using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>Hands out the job's messages to this worker: first those of workers that have died, then new ones. Everything it has handed out
/// is renewed until it is done: an id may lawfully wait for minutes, and nobody else is to fetch it meanwhile.</summary>
internal sealed partial class JobSource(IDatabase redis, JobKeys keys, WorkerOptions options, ILogger logger)
{
    private const int BatchSize = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly string _consumer = $"{Environment.MachineName}:{Environment.ProcessId}";

    // What was read and is not done yet; when it was read or renewed.
    private readonly ConcurrentDictionary<RedisValue, DateTimeOffset> _held = new();

    // Written by the loop that also pulls.
    private long _pausedAt;
    private TimeSpan _pause;

    /// <summary>Pulls messages until told to stop; what is in flight then is still fetched to its end.</summary>
    public async IAsyncEnumerable<JobMessage> PullAsync(
        CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CreateGroupAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_pause - Stopwatch.GetElapsedTime(_pausedAt) is { Ticks: > 0 } left)
                await Task.Delay(left, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var messages = await ReadAsync();
            foreach (var message in messages)
                yield return message;
            if (messages.Count == 0)
                await Task.Delay(Poll, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Hands out nothing for a while: nothing is sent at present, and what was read would only be put back.</summary>
    public void Pause(TimeSpan? time) =>
        (_pausedAt, _pause) = (Stopwatch.GetTimestamp(), time is { } told && told < LongestPause ? told : LongestPause);

    /// <summary>The message is done: nobody renews it any more.</summary>
    public void Release(JobMessage message) => _held.TryRemove(message.Entry, out _);

    /// <summary>Renews what is held, until told to stop.</summary>
    public async Task RenewAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.IdleTime / 4);
        while (await WaitAsync(timer, stopping))
        {
            try
            {
                // What was not renewed in time may be another worker's by now.
                var since = DateTimeOffset.UtcNow - (0.9 * options.IdleTime);
                var mine = _held.Where(message => message.Value > since).Select(message => message.Key).ToArray();
                if (mine.Length > 0)
                    await redis.StreamClaimIdsOnlyAsync(keys.Messages, JobKeys.Group, _consumer, minIdleTimeInMs: 0, mine);
                foreach (var entry in mine)
                    _held.TryUpdate(entry, DateTimeOffset.UtcNow, _held.GetValueOrDefault(entry));
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                StoreUnavailable(logger, exception.Message);
            }
        }
    }

    public static bool IsPassing(Exception exception) => exception is RedisException or RedisCommandException or TimeoutException;

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task CreateGroupAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await JobKeys.CreateGroupAsync(redis, keys);

                // Otherwise it would be known with its first message only.
                await redis.ExecuteAsync("XGROUP", "CREATECONSUMER", keys.Messages, JobKeys.Group, _consumer);
                return;
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                StoreUnavailable(logger, exception.Message);
                await Task.Delay(Retry, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<List<JobMessage>> ReadAsync()
    {
        try
        {
            var left = await redis.StreamAutoClaimAsync(
                keys.Messages, JobKeys.Group, _consumer, (long)options.IdleTime.TotalMilliseconds, StreamPosition.Beginning, BatchSize);
            var entries = left.ClaimedEntries is { Length: > 0 } claimed
                ? claimed
                : await redis.StreamReadGroupAsync(keys.Messages, JobKeys.Group, _consumer, StreamPosition.NewMessages, BatchSize);

            // Entries that are done leave the stream; a claim may still find their empty shell.
            // After Redis was away for long, a claim may find what this worker is still fetching.
            List<JobMessage> messages = [];
            foreach (var message in entries.Where(entry => !entry.IsNull).Select(JobMessage.From))
            {
                if (_held.TryAdd(message.Entry, DateTimeOffset.UtcNow))
                    messages.Add(message);
                else
                    _held[message.Entry] = DateTimeOffset.UtcNow;
            }

            return messages;
        }
        catch (Exception exception) when (IsPassing(exception))
        {
            StoreUnavailable(logger, exception.Message);
            await Task.Delay(Retry);
            return [];
        }
    }

    [LoggerMessage(LogLevel.Warning, "The job's store does not answer, trying again: {Reason}")]
    private static partial void StoreUnavailable(ILogger logger, string reason);
}
