using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Redis.Gate;
using ProductApi.Client.Redis.Store;
using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>Several processes with the real client, one server model, one store and one job, all on one virtual clock.</summary>
internal sealed class FleetSimulation
{
    // Each process has a network of its own.
    private const int MostProcesses = 1000;

    private readonly ServerClock _clock;
    private readonly ServerRow _row;
    private readonly int _seed;

    public FleetSimulation(ServerRow row, int processes, int seed, Func<ServerClock, SimulatedStore>? createStore = null)
    {
        (_clock, _row, _seed) = (new ServerClock(Time), row, seed);
        Store = createStore is null ? new SimulatedStore(_clock, seed) : createStore(_clock);
        var server = row.CreateServer(_clock, new SeededRandom(seed));
        Queue = new JobQueue(Time, row.Count, row.Idle);
        Processes = [.. Enumerable.Range(0, processes).Select(number =>
            new FleetProcess(number, Queue, new SimulatedNetwork(_clock, server, (seed * MostProcesses) + number, row.Jitter)))];
    }

    public VirtualTimeProvider Time { get; } = new();

    public SimulatedStore Store { get; }

    public JobQueue Queue { get; }

    public IReadOnlyList<FleetProcess> Processes { get; }

    /// <summary>The processes share the limit.</summary>
    public bool IsShared { get; init; } = true;

    /// <summary>When the second process dies, in seconds.</summary>
    public double? Death { get; init; }

    /// <summary>Tells by process and time who reaches the store.</summary>
    public Func<int, double, bool> IsReachable { get; init; } = (_, _) => true;

    public FleetOutcome Run()
    {
        foreach (var process in Processes)
            process.Client = CreateClient(process);
        Time.Run(async () =>
        {
            var work = Processes.Select(process => process.WorkAsync()).ToList();
            if (Death is { } at)
                work.Add(DieAsync(Processes[1], at));
            await Task.WhenAll(work);
        });
        var sent = Processes.Sum(process => process.Network.Sends.Count);
        var refused = Processes.Sum(process => process.Network.Refused);
        foreach (var process in Processes)
            process.Dispose();
        return new FleetOutcome(
            (Queue.End - (_row.Idle?.Until ?? 0)) / _row.Ideal, 100.0 * refused / sent, Queue.Results.Count(result =>
                !result.Succeeded), (double)Store.Calls / sent, Queue.Twice);
    }

    private async Task DieAsync(FleetProcess process, double at)
    {
        await Task.Delay(TimeSpan.FromSeconds(at), Time);
        await process.DieAsync();
    }

    private TestClient CreateClient(FleetProcess process)
    {
        var backOff = new SeededRandom(_seed, process.Number, -1);
        return TestClient.Scripted(process.Network, time: Time, build: builder =>
        {
            builder.Services.PostConfigureAll<HttpStandardResilienceOptions>(options => options.Retry.Randomizer = backOff.NextDouble);
            if (IsShared)
                builder.Services.AddKeyedSingleton<IGateRulesFactory>(string.Empty, (services, _) => CreateFactory(services, process));
        });
    }

    private SharedGateFactory CreateFactory(IServiceProvider services, FleetProcess process)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("ProductApi.Client.Redis");
        var events = new SharedThrottleEvents(services.GetRequiredService<IMeterFactory>(), logger, string.Empty);
        var member = $"process {process.Number}";
        return new SharedGateFactory(OpenStore, events, member, new SeededRandom(_seed, process.Number, -3).NextDouble);

        IThrottleStore OpenStore(ProductClientOptions options, long started) => Store.Connect(now => IsReachable(process.Number, now));
    }
}

/// <summary>What a run took.</summary>
internal sealed record FleetOutcome(double Ratio, double RefusedPercent, int Lost, double CallsPerRequest, int Twice)
{
    /// <summary>The mean of several runs, and the worst of what may not happen in any.</summary>
    public static FleetOutcome Mean(IReadOnlyList<FleetOutcome> runs) => new(
        runs.Average(run => run.Ratio), runs.Average(run => run.RefusedPercent), runs.Max(run => run.Lost),
        runs.Average(run => run.CallsPerRequest), runs.Max(run => run.Twice));
}
