using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ProductApi.Client.Diagnostics;

/// <summary>The metrics and the trace of one client. Names follow OpenTelemetry's conventions; they cost nothing while nobody
/// listens.</summary>
internal sealed class ProductClientTelemetry
{
    private static readonly ActivitySource Source = new(ProductClientDiagnostics.ActivitySourceName);

    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?> _client;
    private readonly Histogram<double> _fetchDuration;
    private readonly Counter<long> _attempts;
    private readonly UpDownCounter<int> _inFlight;
    private readonly Counter<long> _pushbacks;
    private readonly Counter<long> _canaries;
    private readonly Counter<long> _backups;
    private readonly Counter<long> _backupsWon;
    private readonly Histogram<double> _throttleWait;

    public ProductClientTelemetry(IMeterFactory meters, string clientName)
    {
        _client = new("productapi.client.name", clientName);
        _meter = meters.Create(ProductClientDiagnostics.MeterName);
        _fetchDuration = _meter.CreateHistogram<double>(
            "productapi.client.fetch.duration", "s", "Time from taking an id up to its result, waiting included; error.type tells failures.");
        _attempts = _meter.CreateCounter<long>("productapi.client.attempts", "{attempt}", "Requests sent.");
        _inFlight = _meter.CreateUpDownCounter<int>("productapi.client.fetch.active", "{fetch}", "Fetches that hold a slot.");
        _pushbacks = _meter.CreateCounter<long>(
            "productapi.client.throttle.pushbacks", "{pushback}", "Refusals taken to be about everybody, and used-up quotas.");
        _canaries = _meter.CreateCounter<long>(
            "productapi.client.throttle.canaries", "{request}", "Requests for a product that was served a moment ago, to tell a bad id from a sick host.");
        _backups = _meter.CreateCounter<long>(
            "productapi.client.backups.sent", "{request}", "Second requests for a product whose first one took far longer than others.");
        _backupsWon = _meter.CreateCounter<long>(
            "productapi.client.backups.won", "{request}", "Those that answered before the first request did.");
        _throttleWait = _meter.CreateHistogram<double>(
            "productapi.client.throttle.wait", "s", "Time a request waited for its turn at the throttle.");
    }

    public static Activity? StartRun() => Source.StartActivity("fetch products");

    public void ObservePace(Func<double?> pace) => _meter.CreateObservableGauge(
        "productapi.client.throttle.pace",
        () => pace() is { } rate ? new[] { new Measurement<double>(rate, _client) } : [],
        "{request}/s",
        "The rate learned from push-backs; absent until the first one and after an outage.");

    public void FetchStarted() => _inFlight.Add(1, _client);

    public void FetchEnded() => _inFlight.Add(-1, _client);

    public void AttemptSent() => _attempts.Add(1, _client);

    public void Completed(FetchErrorKind? error, TimeSpan elapsed)
    {
        if (!_fetchDuration.Enabled)
            return;

        if (error is { } kind)
            _fetchDuration.Record(elapsed.TotalSeconds, _client, new("error.type", ErrorType(kind)));
        else
            _fetchDuration.Record(elapsed.TotalSeconds, _client);
    }

    public void PushedBack() => _pushbacks.Add(1, _client);

    public void CanarySent() => _canaries.Add(1, _client);

    public void BackupSent() => _backups.Add(1, _client);

    public void BackupWon() => _backupsWon.Add(1, _client);

    public void ThrottleWaited(double seconds) => _throttleWait.Record(seconds, _client);

    // OpenTelemetry's attribute values are snake_case.
    private static string ErrorType(FetchErrorKind kind) => kind switch
    {
        FetchErrorKind.NotFound => "not_found",
        FetchErrorKind.Unauthorized => "unauthorized",
        FetchErrorKind.RateLimited => "rate_limited",
        FetchErrorKind.Rejected => "rejected",
        FetchErrorKind.Unavailable => "unavailable",
        FetchErrorKind.Timeout => "timeout",
        FetchErrorKind.Network => "network",
        FetchErrorKind.InvalidResponse => "invalid_response",
        FetchErrorKind.InvalidId => "invalid_id",
        FetchErrorKind.NotAttempted => "not_attempted",
        _ => "_OTHER",
    };
}
