using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A server model, the network to it, and the real client at the other end, all on one virtual clock.</summary>
internal sealed class Simulation : IDisposable
{
    public Simulation(ServerFactory createServer, int seed, double jitter = 0.001, int maxConcurrency = 20, TimeSpan tick = default,
        Action<ProductClientOptions>? configure = null)
    {
        var clock = new ServerClock(Time);
        Network = new SimulatedNetwork(clock, createServer(clock, new SeededRandom(seed)), seed, jitter);
        var backOff = new SeededRandom(seed, -1);
        Client = TestClient.Scripted(Network, options =>
            {
                options.MaxConcurrency = maxConcurrency;
                configure?.Invoke(options);
            },
            tick > TimeSpan.Zero ? new CoarseTimeProvider(Time, tick) : Time, builder => builder.Services
            .PostConfigureAll<HttpStandardResilienceOptions>(options => options.Retry.Randomizer = backOff.NextDouble));
    }

    public VirtualTimeProvider Time { get; } = new();

    public SimulatedNetwork Network { get; }

    public TestClient Client { get; }

    /// <summary>Backup requests of all runs so far.</summary>
    public int Backups => Client.Logs.GetSnapshot()
        .Where(line => line.Id.Name == "RunBackedUp")
        .Sum(line => int.Parse(line.GetStructuredStateValue("Backups")!, CultureInfo.InvariantCulture));

    public double Now => Time.Now.TotalSeconds;

    public IReadOnlyList<FetchResult<Product>> Fetch(int count) => Time.Run(
        () => Client.Products.FetchManyAsync(Enumerable.Range(0, count)));

    public void Dispose() => Client.Dispose();
}
