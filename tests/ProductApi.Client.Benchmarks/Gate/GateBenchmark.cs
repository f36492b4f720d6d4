using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Benchmarks.Gate;

/// <summary>What an item pays at the gate while no push-back has ever been seen.</summary>
[MemoryDiagnoser]
public class GateBenchmark
{
    private readonly ThrottleGate _gate = Create();

    // A ValueTask that ends at once allocates nothing: what is measured is the gate's.
    [Benchmark]
    public async ValueTask<TimeSpan> OneItem()
    {
        var admission = await _gate.EnterAsync(0, CancellationToken.None);
        return _gate.OnResult(admission.Sequence, AttemptOutcome.Served, TimeSpan.Zero, quota: null);
    }

    private static ThrottleGate Create()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var telemetry = new ProductClientTelemetry(meters, "benchmark");
        return new ThrottleGate(new ProductClientOptions(), TimeProvider.System, telemetry, NullLogger.Instance);
    }
}
