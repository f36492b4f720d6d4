using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Throttling;

/// <summary>Tells people once per episode, not once per request, that the host pushes back or is out of service. An event is found under
/// the gate's lock and published outside: a log or a metric is somebody else's code.</summary>
internal sealed class ThrottleEvents(ProductClientOptions options, ProductClientTelemetry telemetry, ILogger logger)
{
    // Push-backs further apart than this belong to different episodes.
    private const double QuietBetweenPushbacks = 30;

    private Uri? _server = options.BaseAddress;
    private double _lastPushback = double.NegativeInfinity;
    private double? _outageSince;

    internal enum Kind
    {
        None,
        Pushback,
        FirstPushback,
        OutageStarted,
        OutageEnded,
    }

    public Event OnPushback(double now, double pause, string? failure)
    {
        var isFirst = now - _lastPushback > QuietBetweenPushbacks;
        _lastPushback = now;
        return new Event(isFirst ? Kind.FirstPushback : Kind.Pushback, _server, pause, failure);
    }

    public Event OnOutage(double now, string? failure, Patience patience)
    {
        if (_outageSince is not null)
            return default;

        _outageSince = now;
        return new Event(Kind.OutageStarted, _server, patience.Length.TotalSeconds, failure, patience.Setting);
    }

    /// <summary>The outage was forgotten, such as after a long idle time: its end is not logged.</summary>
    public void OnBegunAnew() => _outageSince = null;

    /// <summary>Another server has taken the place of the last one.</summary>
    public void OnServerChanged(Uri server) => _server = server;

    public Event OnServed(double now)
    {
        if (_outageSince is not { } since)
            return default;

        _outageSince = null;
        return new Event(Kind.OutageEnded, _server, now - since);
    }

    public void Publish(Event found)
    {
        if (found.Kind is Kind.Pushback or Kind.FirstPushback)
            telemetry.PushedBack();
        if (found.Kind == Kind.FirstPushback)
            Log.ThrottlingStarted(logger, found.Server, found.Failure, found.Seconds);
        else if (found.Kind == Kind.OutageStarted)
            Log.OutageStarted(logger, found.Server, found.Failure, found.Seconds, found.Setting);
        else if (found.Kind == Kind.OutageEnded)
            Log.OutageEnded(logger, found.Server, found.Seconds);
    }

    internal readonly record struct Event(Kind Kind, Uri? Server, double Seconds, string? Failure = null, string? Setting = null);
}
