using System.Diagnostics;
using ProductApi.Client.Benchmarks.Contenders;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Throttling;

/// <summary>One contender against one server: how long, how much for nothing, how much lost.</summary>
internal sealed record Match(double MakespanToIdeal, double WastedShare, int Lost)
{
    public static async Task<Match> PlayAsync(IContender contender, ThrottlingScenario scenario, CancellationToken cancellationToken)
    {
        var options = scenario.Server();
        var server = await ProductServer.StartAsync(options, cancellationToken);
        var baseAddress = server.BaseAddress;
        var requests = 0L;
        try
        {
            var watch = Stopwatch.StartNew();
            var fetching = contender.FetchAsync(baseAddress, [.. Enumerable.Range(1, scenario.Count)], cancellationToken);
            if (scenario is { OutageAt: { } outageAt, OutageFor: { } outageFor })
            {
                await Task.Delay(outageAt, cancellationToken);
                await server.DisposeAsync();
                requests = server.Stats.Requests;
                await Task.Delay(outageFor, cancellationToken);
                options.Port = baseAddress.Port;
                server = await ProductServer.StartAsync(options, cancellationToken);
            }

            var delivered = await fetching;
            var elapsed = watch.Elapsed;
            requests += server.Stats.Requests;
            return new Match(elapsed / scenario.Ideal, Math.Max(0, requests - delivered) / (double)requests, scenario.Count - delivered);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
