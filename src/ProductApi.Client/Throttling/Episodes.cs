using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Throttling;

/// <summary>Tells people once per episode, not once per request, that the host pushes back or is out of service. Called under the gate's
/// lock.</summary>
internal sealed class Episodes(ProductClientOptions options, ILogger logger)
{
    // Push-backs further apart than this belong to different episodes.
    private const double QuietBetweenPushbacks = 30;

    private double _lastPushback = double.NegativeInfinity;
    private double? _outageSince;

    public void OnPushback(double now, double pause, string? failure)
    {
        if (now - _lastPushback > QuietBetweenPushbacks)
            Log.ThrottlingStarted(logger, options.BaseAddress, failure, pause);
        _lastPushback = now;
    }

    public void OnOutage(double now, string? failure)
    {
        if (_outageSince is not null)
            return;

        _outageSince = now;
        Log.OutageStarted(logger, options.BaseAddress, failure, options.OutagePatience.TotalSeconds);
    }

    public void OnServed(double now)
    {
        if (_outageSince is not { } since)
            return;

        _outageSince = null;
        Log.OutageEnded(logger, options.BaseAddress, now - since);
    }
}
