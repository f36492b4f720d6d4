namespace ProductApi.Client.Sample.Server;

/// <summary>What will happen to one request: how long it takes, and how it fails if it does.</summary>
internal readonly record struct RequestFate(TimeSpan Delay, FaultKind? Fault);

/// <summary>Draws the fates of requests in order of arrival.</summary>
internal sealed class RequestFates(ProductServerOptions options)
{
    private readonly Random _random = new(options.Seed);
    private readonly Lock _lock = new();

    public RequestFate Draw()
    {
        double straggler, jitter, fault, kind;

        // Always four draws, so that changing one option leaves the draws for the others as they were.
        lock (_lock)
        {
            straggler = _random.NextDouble();
            jitter = _random.NextDouble();
            fault = _random.NextDouble();
            kind = _random.NextDouble();
        }

        var latency = straggler < options.Stragglers?.Share ? options.Stragglers.Time : options.Latency;
        return new RequestFate(
            latency + (options.Jitter * jitter),
            fault < options.FaultRate ? options.FaultKinds[(int)(kind * options.FaultKinds.Count)] : null);
    }
}
