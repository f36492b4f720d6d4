using System.Globalization;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Store;

/// <summary>The store in Redis: two scripts, and a channel for what was put. Its own clock is the only one that counts there.</summary>
internal sealed class RedisThrottleStore(RedisConnection connection, string scope, RedisScripts scripts, TimeProvider time, long started)
    : IThrottleStore
{
    private readonly StoreClock _clock = new();

    // One hash tag: a cluster keeps them together.
    private readonly RedisKey[] _keys = [$"{scope}:state", $"{scope}:members", $"{scope}:changed"];

    private int _subscribed;

    public Action<SharedState>? Changed { get; set; }

    public async Task<TakeReply> TakeAsync(TakeRequest request, CancellationToken cancellationToken)
    {
        var reply = await RunAsync(
            scripts.Take, [.. Arguments(request.Report), request.Want, request.IsProbe], cancellationToken).ConfigureAwait(false);
        return new TakeReply(StateText.Parse((string)reply[1]!, _clock.Ahead))
        {
            Members = (int)reply[2],
            Cap = (int)reply[3],
            IsRamping = (bool)reply[4],
            Retry = Number(reply[5]),
            Spread = Number(reply[6]),
            IsLook = (bool)reply[7],
            First = (long)reply[8],
            Times = [.. ((string)reply[9]!).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(at => Number(at) - _clock.Ahead)],
        };
    }

    public async Task<PutReply> PutAsync(PutRequest request, CancellationToken cancellationToken)
    {
        var ahead = _clock.Ahead;
        var reply = await RunAsync(
            scripts.Put,
            [
                .. Arguments(request.Report), request.Version.ToString(),
                request.Evidence is { } evidence ? StateText.Format(evidence, ahead) : "",
                request.Announced is { } wait ? StateText.Format(wait, ahead) : "",
                request.Opening is { } opening ? StateText.Format(opening, ahead) : "",
            ],
            cancellationToken).ConfigureAwait(false);
        return new PutReply((bool)reply[1], StateText.Parse((string)reply[2]!, _clock.Ahead));
    }

    private RedisValue[] Arguments(MemberReport report) =>
    [
        report.Member, report.MaxConcurrency, report.Epoch?.ToString() ?? "", report.Held ?? RedisValue.EmptyString, report.Free,
        report.Served, report.Served > 0 ? StateTextWriter.Text(Math.Max(0, Now() - report.ServedAt)) : 0,
        report.Answered, string.Join(
            ' ', report.Refused.Select(send => FormattableString.Invariant($"{send.Number}:{(send.IsRated ? 1 : 0)}"))),
        report.Quota is { } quota ? StateTextWriter.Text(quota.Left) : "",
        report.Quota is { } seen ? StateTextWriter.Text(seen.Reset - Now()) : "",
        report.Seed is { } seed
            ? string.Join(' ', new[] { seed.Rate, seed.Ceiling, seed.Noise, seed.Judged }.Select(StateTextWriter.Text))
            : "",
    ];

    private async Task<RedisResult[]> RunAsync(string script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var redis = await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            Subscribe(redis);
            var sentAt = Now();
            var reply = await redis.GetDatabase().ScriptEvaluateAsync(script, _keys, arguments)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            var fields = (RedisResult[])reply!;
            _clock.Update(sentAt, Now(), Number(fields[0]));
            return fields;
        }
        catch (ObjectDisposedException exception)
        {
            connection.Forget();
            _subscribed = 0;
            throw new StoreUnavailableException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            throw new StoreUnavailableException(exception.Message, exception);
        }
    }

    // Fire and forget: without the channel the others' changes are seen with the next call.
    private void Subscribe(IConnectionMultiplexer redis)
    {
        if (Interlocked.Exchange(ref _subscribed, 1) != 0)
            return;

        try
        {
            redis.GetSubscriber()
                .Subscribe(RedisChannel.Literal($"{scope}:changed"), (_, text) => OnChanged(text), CommandFlags.FireAndForget);
        }
        catch
        {
            _subscribed = 0;
            throw;
        }
    }

    private void OnChanged(RedisValue text) => Changed?.Invoke(StateText.Parse((string)text!, _clock.Ahead));

    private static double Number(RedisResult value) => Number((string)value!);

    private static double Number(string value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);

    private double Now() => time.GetElapsedTime(started).TotalSeconds;
}
