namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>What happens to the server, drawn from a seed: calm, then something bad, and so on until it is cancelled.</summary>
internal sealed class Chaos(ServerProcess server, Random random)
{
    private readonly Dictionary<string, int> _inflicted = [];
    private List<string> _recent = [];

    public string Inflicted => string.Join(", ", _inflicted.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} x {pair.Key}"));

    /// <summary>What was done to the server since this was last asked.</summary>
    public string TakeRecent() => string.Join(", ", Interlocked.Exchange(ref _recent, []));

    /// <summary>Ends with a healthy server, newly started.</summary>
    public async Task ReignAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await PauseAsync(2, 8, cancellationToken);
                await InflictOneAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await RestartAsync("", CancellationToken.None);
        }
    }

    private async Task InflictOneAsync(CancellationToken cancellationToken)
    {
        (string Name, Func<Task> Inflict) blow = random.Next(6) switch
        {
            0 => ("killed", () => KillAsync(cancellationToken)),
            1 => ("stalled", () => StallAsync(cancellationToken)),
            2 => ("slow", () => WithAsync(Latency(), cancellationToken)),
            3 => ("rate limited", () => WithAsync(RateLimit(), cancellationToken)),
            4 => ("faulty", () => WithAsync($"--FaultRate 0.{random.Next(1, 4)} --Seed {random.Next(1_000_000)}", cancellationToken)),
            _ => ("broken", () => WithAsync(Faults("Stall", "InvalidJson", "Status503", "Abort", "Truncate"), cancellationToken)),
        };
        _recent.Add(blow.Name);
        _inflicted[blow.Name] = _inflicted.GetValueOrDefault(blow.Name) + 1;
        await blow.Inflict();
    }

    // Away for a moment, or for longer than the client's patience.
    private async Task KillAsync(CancellationToken cancellationToken)
    {
        await server.KillAsync();
        await PauseAsync(0.1, 4, cancellationToken);
        await server.StartAsync("", cancellationToken);
    }

    private async Task StallAsync(CancellationToken cancellationToken)
    {
        await server.HaltAsync();
        try
        {
            await PauseAsync(0.2, 4, cancellationToken);
        }
        finally
        {
            await server.ResumeAsync();
        }
    }

    private async Task WithAsync(string arguments, CancellationToken cancellationToken)
    {
        await RestartAsync(arguments, cancellationToken);
        await PauseAsync(0.5, 3, cancellationToken);
        await RestartAsync("", cancellationToken);
    }

    private async Task RestartAsync(string arguments, CancellationToken cancellationToken)
    {
        await server.KillAsync();
        await server.StartAsync(arguments, cancellationToken);
    }

    private string RateLimit() => random.Next(3) switch
    {
        0 => $"--RateLimit:Limit {random.Next(500, 5000)} --RateLimit:Burst 50",
        1 => "--RateLimit:Limit 2000 --RateLimit:RetryAfter false --RateLimit:RejectionStatus 503",
        _ => $"--RateLimit:Kind Concurrency --RateLimit:Limit {random.Next(5, 20)} --RateLimit:RetryAfter false",
    };

    private string Latency()
    {
        var latency = random.Next(50, 400);
        return FormattableString.Invariant(
            $"--Latency 00:00:00.{latency:000} --Jitter 00:00:00.100 --Stragglers 0.02:{latency / 100.0}");
    }

    private static string Faults(params string[] kinds) =>
        "--FaultRate 0.05 " + string.Join(' ', kinds.Select((kind, index) => $"--FaultKinds:{index} {kind}"));

    private Task PauseAsync(double least, double most, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))), cancellationToken);
}
