using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Headers;
using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>The gate alone, on virtual time: who may send when.</summary>
public abstract class GateTest : VirtualTimeTest, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Lazy<ThrottleGate> _gate;

    private protected GateTest()
    {
        Telemetry = new ProductClientTelemetry(Meters, "products");
        _gate = new(() => new ThrottleGate(Options, Time, Telemetry, new FakeLogger(Logs)));
    }

    private protected ProductClientOptions Options { get; } = new() { BaseAddress = new Uri("https://products.test/") };

    private protected IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    private protected ProductClientTelemetry Telemetry { get; }

    private protected FakeLogCollector Logs { get; } = new();

    private protected ThrottleGate Gate => _gate.Value;

    private protected double Now => Time.Now.TotalSeconds;

    public void Dispose()
    {
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits for its turn; the clock tells afterwards how long that was.</summary>
    private protected SendPermit Enter(long failuresBefore = long.MaxValue) =>
        Time.Run(() => Gate.EnterAsync(failuresBefore, CancellationToken.None).AsTask());

    private protected IReadOnlyList<long> EnterMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Enter().Sequence)];

    private protected TimeSpan End(long sequence, AttemptOutcome outcome, double retryAfter = 0, Quota? quota = null) =>
        Gate.OnResult(sequence, outcome, TimeSpan.FromSeconds(retryAfter), quota);

    private protected void Serve(Quota? quota = null) => End(Enter().Sequence, AttemptOutcome.Served, quota: quota);

    private protected void Fail(int times, AttemptOutcome outcome = AttemptOutcome.Faulted)
    {
        for (var i = 0; i < times; i++)
            Gate.OnFailedAttempt(outcome, timedOut: false, "500 InternalServerError");
    }

    private protected void Pass(double seconds) => Time.Run(() => Task.Delay(TimeSpan.FromSeconds(seconds), Time));

    private protected static Quota QuotaOf(long remaining, double reset) => new(remaining, TimeSpan.FromSeconds(reset));
}
