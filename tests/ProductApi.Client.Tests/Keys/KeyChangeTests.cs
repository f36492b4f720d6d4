using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProductApi.Client.Keys;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

/// <summary>A key is replaced while requests wait to hear whether the last one is good.</summary>
public sealed class KeyChangeTests : VirtualTimeTest, IDisposable
{
    private static readonly ProductId Id = 1;

    private readonly ApiAccessSource _access = new(
        ApiAccess.From(new ProductClientOptions { BaseAddress = new Uri("https://products.test/"), ApiKey = "old" }),
        () => throw new NotSupportedException(), NullLogger.Instance, new ProductApi.Client.Keys.Secrets());

    private readonly ApiKeyBreaker _breaker;

    public KeyChangeTests() => _breaker = new ApiKeyBreaker(_access, TimeSpan.FromMinutes(2), Time, NullLogger.Instance);

    public void Dispose()
    {
        _breaker.Dispose();
        _access.Dispose();
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task Those_who_wait_hear_of_the_key_that_a_newcomer_finds_replaced()
    {
        var waiting = WaitBehindARejection();
        _access.Use(new ApiKey("new", scheme: null));

        await _breaker.WhenDecidedAsync(CancellationToken.None);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task Those_who_wait_hear_of_the_key_that_the_next_request_finds_replaced()
    {
        var waiting = WaitBehindARejection();
        _access.Use(new ApiKey("new", scheme: null));

        Assert.True(_breaker.TryEnter(out _, out _));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task Those_who_wait_go_on_as_soon_as_the_key_is_replaced()
    {
        _access.KeyChanged += _breaker.OnKeyChanged;
        var waiting = WaitBehindARejection();

        _access.Use(new ApiKey("new", scheme: null));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void A_key_that_is_replaced_while_requests_are_held_ends_the_hold()
    {
        Hold(_breaker);
        var fresh = _access.Use(new ApiKey("new", scheme: null));
        Assert.True(_breaker.TryEnter(out var next, out _));

        _breaker.Leave(next, KeyVerdict.Accepted, fresh, Id);

        Assert.False(_breaker.IsHeld);
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task Those_who_wait_for_a_probe_are_not_forgotten_when_the_timer_is_early()
    {
        var time = new EarlyTime();
        using var breaker = new ApiKeyBreaker(_access, TimeSpan.FromMinutes(2), time, NullLogger.Instance);
        Hold(breaker);
        var waiting = breaker.WhenDecidedAsync(CancellationToken.None).AsTask();

        time.FireEarly();
        await time.TimerSet.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(waiting.IsCompleted);
        time.FireInTime();

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Contract", "12")]
    public void However_keys_and_answers_change_every_call_ends_with_a_result_for_each_id()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var (asked, results) = FetchWhileKeysChange(new Random(seed));
            Assert.True(asked == results.Count, $"seed {seed}: {results.Count} results for {asked} ids");
            Assert.All(results, result => Assert.DoesNotContain("TimeLimit", $"{result.Error}", StringComparison.Ordinal));
        }
    }

    private void Hold(ApiKeyBreaker breaker)
    {
        for (var i = 0; i < 9; i++)
        {
            Assert.True(breaker.TryEnter(out var pass, out _));
            breaker.Leave(pass, i == 0 ? KeyVerdict.Accepted : KeyVerdict.Rejected, _access.Current.Key, Id);
        }

        Assert.True(breaker.IsHeld);
    }

    // One request in flight keeps the key in doubt after another one was rejected.
    private Task WaitBehindARejection()
    {
        Assert.True(_breaker.TryEnter(out var rejected, out _));
        Assert.True(_breaker.TryEnter(out _, out _));
        _breaker.Leave(rejected, KeyVerdict.Rejected, _access.Current.Key, Id);
        var waiting = _breaker.WhenDecidedAsync(CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        return waiting;
    }

    private static (int Asked, IReadOnlyList<FetchResult<Product>> Results) FetchWhileKeysChange(Random random)
    {
        var time = new VirtualTimeProvider();
        var server = new ScriptedServer(async (request, cancellationToken) =>
        {
            int chance;
            lock (random)
                chance = random.Next(1_000);
            await Task.Delay(TimeSpan.FromMilliseconds(chance), time, cancellationToken);
            return request.Authorization!.EndsWith("good", StringComparison.Ordinal) || chance % 8 == 0
                ? ScriptedServer.Product(request.Id)
                : ScriptedServer.Status(chance % 4 == 1 ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized);
        }, time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BaseAddress"] = "https://products.test/",
            ["ApiKey"] = "0 bad",
        }).Build();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time);
        services.AddProductClient(configuration).ConfigurePrimaryHttpMessageHandler(() => server);
        using var provider = services.BuildServiceProvider();
        var products = provider.GetRequiredService<IProductClient>();
        (int Count, double Start)[] runs =
            [.. new[] { 30, 10, 4, 2, 2 }.Select(most => (random.Next(1, most), random.NextDouble() * 3))];
        (bool IsGood, double After)[] keys = [.. Enumerable.Range(0, 4).Select(_ => (random.Next(2) == 0, random.NextDouble()))];
        var options = new FetchOptions { TimeLimit = TimeSpan.FromHours(1) };
        var results = time.Run(async () =>
        {
            var calls = Task.WhenAll(runs.Select(async run =>
            {
                await Task.Delay(TimeSpan.FromSeconds(run.Start), time);
                return await products.FetchManyAsync(Enumerable.Range(1, run.Count), options);
            }));
            foreach (var (index, key) in keys.Index())
            {
                await Task.Delay(TimeSpan.FromSeconds(key.After), time);
                configuration["ApiKey"] = $"{index + 1} {(key.IsGood ? "good" : "bad")}";
                configuration.Reload();
            }

            return await calls;
        });
        return (runs.Sum(run => run.Count), [.. results.SelectMany(result => result)]);
    }

    /// <summary>A clock with one timer, which fires when the test says so.</summary>
    private sealed class EarlyTime : TimeProvider, ITimer
    {
        private TimeSpan _now;
        private TimeSpan _due = Timeout.InfiniteTimeSpan;
        private TimerCallback? _callback;
        private TaskCompletionSource _set = new();

        public Task TimerSet => _set.Task;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime;
            _set.TrySetResult();
            return true;
        }

        public void FireEarly() => Fire(0.9);

        public void FireInTime() => Fire(1);

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Fire(double part)
        {
            _now += part * _due;
            _set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _callback!(null);
        }
    }
}
