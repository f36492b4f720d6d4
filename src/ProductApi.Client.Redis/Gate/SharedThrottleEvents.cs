using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Redis.Gate;

/// <summary>What people hear of a shared limit: one warning when the store is gone, one line when it is back, and metrics, which cost
/// nothing while nobody listens.</summary>
internal sealed class SharedThrottleEvents
{
    private readonly ILogger _logger;
    private readonly KeyValuePair<string, object?> _client;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _grants;
    private volatile bool _isAlone;

    public SharedThrottleEvents(IMeterFactory meters, ILogger logger, string clientName)
    {
        _logger = logger;
        _client = new("productapi.client.name", clientName);
        var meter = meters.Create("ProductApi.Client.Redis");
        _duration = meter.CreateHistogram<double>(
            "productapi.client.shared.call.duration", "s", "Time of a call to the store; error.type tells those without an answer.");
        _grants = meter.CreateCounter<long>("productapi.client.shared.grants", "{send}", "Sends the store has granted.");
        meter.CreateObservableGauge(
            "productapi.client.shared.active", () => new Measurement<int>(_isAlone ? 0 : 1, _client), "{state}",
            "1 while the limit is shared, 0 while the process goes on by itself.");
    }

    public void Called(string operation, TimeSpan elapsed, int granted, bool hasFailed)
    {
        if (granted > 0)
            _grants.Add(granted, _client);
        if (!_duration.Enabled)
            return;

        KeyValuePair<string, object?> call = new("productapi.client.shared.operation", operation);
        if (hasFailed)
            _duration.Record(elapsed.TotalSeconds, _client, call, new("error.type", "unavailable"));
        else
            _duration.Record(elapsed.TotalSeconds, _client, call);
    }

    public void OnAlone(string? failure)
    {
        _isAlone = true;
        Log.StoreGone(_logger, failure);
    }

    public void OnBack()
    {
        _isAlone = false;
        Log.StoreBack(_logger);
    }
}
