using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Benchmarks.Reporting;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>Concurrent callers against a server that is hurt at random: results must add up, the process must not grow. Linux
/// only.</summary>
internal sealed class SoakTest(TextWriter output, int seed)
{
    private const int Callers = 8;
    private const long WantedResults = 1_000_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(3);

    // Unused connections are looked through every 15 seconds.
    private static readonly TimeSpan ConnectionsGone = TimeSpan.FromSeconds(32);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Accounts _accounts = new();
    private readonly Random _random = new(seed);
    private int _unobserved;

    /// <summary>Runs it and reports.</summary>
    /// <param name="output">Where the report goes.</param>
    /// <param name="how">For how many minutes at most, warm-up included, and from which seed; 10 from any by default.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>0, or 1 when an invariant broke.</returns>
    public static async Task<int> RunAsync(TextWriter output, string[] how, CancellationToken cancellationToken)
    {
        var minutes = how.Length > 0 ? double.Parse(how[0], CultureInfo.InvariantCulture) : 10;
        var seed = how.Length > 1 ? int.Parse(how[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
        using var hardStop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        hardStop.CancelAfter(TimeSpan.FromMinutes(minutes) + Grace);
        try
        {
            return await new SoakTest(output, seed).RunAsync(TimeSpan.FromMinutes(minutes), hardStop.Token);
        }
        catch (OperationCanceledException) when (hardStop.IsCancellationRequested)
        {
            await output.WriteLineAsync("BROKEN it was stopped before its end");
            return 1;
        }
    }

    private async Task<int> RunAsync(TimeSpan duration, CancellationToken hardStop)
    {
        TaskScheduler.UnobservedTaskException += (_, unobserved) =>
        {
            Interlocked.Increment(ref _unobserved);
            _accounts.Violate($"unobserved: {unobserved.Exception}");
        };

        await using var server = ServerProcess.OnFreePort(_random);
        await server.StartAsync("", hardStop);
        await using var provider = Register(server.BaseAddress);
        var products = provider.GetRequiredService<IProductClient>();
        var chaos = new Chaos(server, _random);

        await output.WriteLineAsync($"{Machine.Description}; the sample server in a process of its own, {server.BaseAddress}.");
        await output.WriteLineAsync($"One run: seed {seed}, {Callers} callers, at most {duration.TotalMinutes:0.#} minutes.\n");
        await output.WriteLineAsync($"| seconds | ids | products {Footprint.Heading} the server was |");
        await output.WriteLineAsync("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        await SoakAsync(products, chaos, WarmUp, long.MaxValue, hardStop);
        var start = await RestAsync(products, server, "at rest, start", hardStop);
        await SoakAsync(products, chaos, duration - WarmUp, WantedResults, hardStop);
        var end = await RestAsync(products, server, "at rest, end", hardStop);
        await output.WriteLineAsync($"| end to start | | {end.RatioTo(start)}\n");

        foreach (var growth in end.GrowthSince(start))
            _accounts.Violate(growth);
        return await ConcludeAsync(chaos);
    }

    private static ServiceProvider Register(Uri baseAddress)
    {
        var services = new ServiceCollection();
        services.AddProductClient(options =>
        {
            options.BaseAddress = baseAddress;
            options.ApiKey = new ProductServerOptions().ApiKey;
            options.MaxConcurrency = 40;
            options.ConnectTimeout = TimeSpan.FromSeconds(0.5);
            options.AttemptTimeout = TimeSpan.FromSeconds(2);
            options.RetryBaseDelay = TimeSpan.FromSeconds(0.02);
            options.MaxRetryAfter = TimeSpan.FromSeconds(5);
            options.OutagePatience = TimeSpan.FromSeconds(2);
        });
        return services.BuildServiceProvider();
    }

    private async Task SoakAsync(IProductClient products, Chaos chaos, TimeSpan duration, long wanted, CancellationToken hardStop)
    {
        using var soaking = CancellationTokenSource.CreateLinkedTokenSource(hardStop);
        soaking.CancelAfter(duration);
        var suffering = chaos.ReignAsync(soaking.Token);
        var callers = Enumerable.Range(0, Callers)
            .Select(_ => new Caller(products, _accounts, new Random(_random.Next())))
            .Select(caller => Task.Run(() => caller.CallUntilAsync(soaking.Token)))
            .ToList();
        await ReportAsync(chaos, wanted, soaking.Token);
        await soaking.CancelAsync();
        await suffering;
        await Task.WhenAll(callers);
    }

    private async Task ReportAsync(Chaos chaos, long wanted, CancellationToken soaking)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(20));
        try
        {
            while (_accounts.Results < wanted && await tick.WaitForNextTickAsync(soaking))
                await WriteRowAsync(Seconds(), Footprint.Read(), chaos.TakeRecent());
        }
        catch (OperationCanceledException) when (soaking.IsCancellationRequested)
        {
        }
    }

    // The same work on the healthy server each time, and its connections gone with it, so that both moments can be compared.
    private async Task<Footprint> RestAsync(IProductClient products, ServerProcess server, string name, CancellationToken hardStop)
    {
        ProductId[] ids = [.. Enumerable.Range(1, 5_000)];
        _accounts.Add(ids, await products.FetchManyAsync(ids, cancellationToken: hardStop), isWithdrawn: false);
        await server.KillAsync();
        await Task.Delay(ConnectionsGone, hardStop);
        var footprint = Footprint.ReadAtRest();
        await WriteRowAsync($"{Seconds()} {name}", footprint, "healthy, then gone");
        await server.StartAsync("", hardStop);
        return footprint;
    }

    private Task WriteRowAsync(string when, Footprint footprint, string server) =>
        output.WriteLineAsync($"| {when} | {_accounts.Asked:N0} | {_accounts.Succeeded:N0} {footprint} {server} |");

    private string Seconds() => _watch.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private async Task<int> ConcludeAsync(Chaos chaos)
    {
        await output.WriteLineAsync($"The server was: {chaos.Inflicted}");
        await output.WriteLineAsync(_accounts.ToString());
        await output.WriteLineAsync($"{_accounts.Results:N0} of {WantedResults:N0} results, {_unobserved} unobserved task exceptions");
        foreach (var violation in _accounts.Violations)
            await output.WriteLineAsync($"BROKEN {violation}");
        return _accounts.Violations.Count == 0 ? 0 : 1;
    }
}
