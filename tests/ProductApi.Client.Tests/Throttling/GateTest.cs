using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Headers;
using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>The gate alone, on virtual time: who may send when. Sends are known by their number.</summary>
public abstract class GateTest : VirtualTimeTest, IDisposable
{
    private protected static readonly Uri Address = new("https://products.test/products/1");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Lazy<ThrottleGate> _gate;
    private readonly Dictionary<long, SendPermit> _permits = [];

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
    private protected Admission Enter(Item? item = null)
    {
        var admission = Time.Run(() => EnterAsync(item));
        _permits[admission.Permit.Number] = admission.Permit;
        return admission;
    }

    private protected Task<Admission> EnterAsync(Item? item = null, CancellationToken cancellationToken = default) =>
        Gate.EnterAsync(item ?? new Item(), cancellationToken).AsTask();

    private protected IReadOnlyList<long> EnterMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Enter().Permit.Number)];

    private protected NextStep End(long number, AttemptOutcome outcome, double retryAfter = 0, Quota? quota = null) =>
        _permits[number].Complete(new SendResult(outcome, retryAfter, quota, Address));

    private protected void Forget() => _permits.Clear();

    private protected void Abandon(long number) => _permits[number].Dispose();

    private protected void Serve(Quota? quota = null) => End(Enter().Permit.Number, AttemptOutcome.Served, quota: quota);

    /// <summary>Attempts of items that entered before the test began.</summary>
    private protected void Fail(int times, AttemptOutcome outcome = AttemptOutcome.Faulted, bool timedOut = false)
    {
        for (var i = 0; i < times; i++)
            Underway().OnFailedAttempt(outcome, timedOut, "500 InternalServerError");
    }

    private protected SendPermit Underway(Item? item = null)
    {
        item ??= new Item();
        item.Send = new Send(-1, Now, Attempts: 1, CanaryAddress: null, IsLook: false, LeftWhileDown: false);
        return new SendPermit(Gate, item);
    }

    /// <summary>Whether an inner retry may not leave.</summary>
    private protected bool IsHeld() => !Underway().TryRetry();

    private protected void Pass(double seconds) => Time.Run(() => Task.Delay(TimeSpan.FromSeconds(seconds), Time));

    private protected static Quota QuotaOf(long remaining, double reset) => new(remaining, TimeSpan.FromSeconds(reset));
}
