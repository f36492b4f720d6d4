using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Throttling;

/// <summary>Tells people once per episode, not once per request, that the host pushes back or is out of service. What there is to tell is
/// found out under the gate's lock and told outside: a log or a metric is somebody else's code.</summary>
internal sealed class ThrottleEvents(ProductClientOptions options, ProductClientTelemetry telemetry, ILogger logger)
{
    // Push-backs further apart than this belong to different episodes.
    private const double QuietBetweenPushbacks = 30;

    private double _lastPushback = double.NegativeInfinity;
    private double? _outageSince;

    public enum Kind
    {
        None,
        Pushback,
        FirstPushback,
        OutageStarted,
        OutageEnded,
    }

    public News OnPushback(double now, double pause, string? failure)
    {
        var isFirst = now - _lastPushback > QuietBetweenPushbacks;
        _lastPushback = now;
        return new News(isFirst ? Kind.FirstPushback : Kind.Pushback, pause, failure);
    }

    public News OnOutage(double now, string? failure)
    {
        if (_outageSince is not null)
            return default;

        _outageSince = now;
        return new News(Kind.OutageStarted, options.OutagePatience.TotalSeconds, failure);
    }

    public News OnServed(double now)
    {
        if (_outageSince is not { } since)
            return default;

        _outageSince = null;
        return new News(Kind.OutageEnded, now - since, null);
    }

    public void Tell(News news)
    {
        if (news.Kind is Kind.Pushback or Kind.FirstPushback)
            telemetry.PushedBack();
        if (news.Kind == Kind.FirstPushback)
            Log.ThrottlingStarted(logger, options.BaseAddress, news.Failure, news.Seconds);
        else if (news.Kind == Kind.OutageStarted)
            Log.OutageStarted(logger, options.BaseAddress, news.Failure, news.Seconds);
        else if (news.Kind == Kind.OutageEnded)
            Log.OutageEnded(logger, options.BaseAddress, news.Seconds);
    }

    internal readonly record struct News(Kind Kind, double Seconds, string? Failure);
}
