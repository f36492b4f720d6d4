using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProductApi.Client.Redis.Gate;
using ProductApi.Client.Redis.Store;
using ProductApi.Client.Redis.Tests.Fleet;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Gate;

/// <summary>A gate that asks the store waits for its answer: it comes, whatever happens to the call.</summary>
[Trait("Contract", "33")]
public sealed class StoreCallsTests : IDisposable
{
    private static readonly TakeRequest Request = new(new MemberReport("a", 20), 1, IsProbe: false);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TaskCompletionSource<TakeReply?> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<Type> Exceptions =>
    [
        typeof(StoreUnavailableException), typeof(TimeoutException), typeof(InvalidOperationException), typeof(OperationCanceledException),
        typeof(ObjectDisposedException), typeof(InvalidCastException), typeof(FormatException), typeof(NullReferenceException),
    ];

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task A_call_that_fails_in_whatever_way_is_one_without_an_answer(Type exception)
    {
        using var calls = Calls(new FailingStore(() => Make(exception)));

        calls.Take(Request, _answered.SetResult);
        calls.StartCalls();

        Assert.Null(await _answered.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task What_a_metric_listener_throws_does_not_keep_the_answer_from_the_gate()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "productapi.client.shared.call.duration")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("Not my day."));
        using var calls = Calls(new FailingStore(() => new TimeoutException()));
        listener.Start();

        calls.Take(Request, _answered.SetResult);
        calls.StartCalls();

        Assert.Null(await _answered.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_client_whose_connection_factory_throws_goes_on_by_itself_and_says_so_once()
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = new SharedClient(
            server, "shop", options => options.ConnectionMultiplexerFactory = () => throw new InvalidOperationException("No token."));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 50));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Single(client.Told);
    }

    private StoreCalls Calls(IThrottleStore store) => new(
        store, TimeProvider.System,
        new SharedThrottleEvents(_services.GetRequiredService<IMeterFactory>(), NullLogger.Instance, "shop"));

    private static Exception Make(Type type) => type == typeof(StoreUnavailableException)
        ? new StoreUnavailableException("Gone.", new TimeoutException())
        : type == typeof(ObjectDisposedException)
            ? new ObjectDisposedException("connection")
            : (Exception)Activator.CreateInstance(type)!;

    private sealed class FailingStore(Func<Exception> failure) : IThrottleStore
    {
        public Action<SharedState>? Changed { get; set; }

        public Task<TakeReply> TakeAsync(TakeRequest request, CancellationToken cancellationToken) =>
            Task.FromException<TakeReply>(failure());

        public Task<PutReply> PutAsync(PutRequest request, CancellationToken cancellationToken) =>
            Task.FromException<PutReply>(failure());
    }
}
