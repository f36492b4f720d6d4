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
    private readonly Item _item = new();

    // A ValueTask that ends at once allocates nothing: what is measured is the gate's.
    [Benchmark]
    public async ValueTask<double> OneItem()
    {
        var admission = await _gate.EnterAsync(_item, CancellationToken.None);
        return admission.Permit.Complete(new SendResult(AttemptOutcome.Served)).Wait;
    }

    private static ThrottleGate Create()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var telemetry = new ProductClientTelemetry(meters, "benchmark");
        return new ThrottleGate(new ProductClientOptions(), TimeProvider.System, telemetry, NullLogger.Instance);
    }
}
