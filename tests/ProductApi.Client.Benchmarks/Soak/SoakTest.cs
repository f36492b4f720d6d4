using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>Concurrent callers against a server that is hurt at random: results must add up and the process must not grow. Linux only.</summary>
internal sealed class SoakTest(TextWriter output, int seed)
{
    private const int Callers = 8;
    private const int WantedIds = 1_000_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Accounts _accounts = new();
    private readonly Random _random = new(seed);
    private int _unobserved;

    /// <summary>Runs it and reports.</summary>
    /// <param name="output">Where the report goes.</param>
    /// <param name="how">How many minutes, warm-up included, and from which seed; 5 from any by default.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>0, or 1 when an invariant broke.</returns>
    public static async Task<int> RunAsync(TextWriter output, string[] how, CancellationToken cancellationToken)
    {
        var minutes = how.Length > 0 ? double.Parse(how[0], CultureInfo.InvariantCulture) : 5;
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

        await output.WriteLineAsync($"Seed {seed}, {Callers} callers, {duration.TotalMinutes:0.#} minutes, server on {server.BaseAddress}\n");
        await output.WriteLineAsync($"| seconds | ids | products {Footprint.Heading} the server was |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        await SoakAsync(products, chaos, WarmUp, hardStop);
        var start = await RestAsync(products, "at rest, start", hardStop);
        await SoakAsync(products, chaos, duration - WarmUp, hardStop);
        var end = await RestAsync(products, "at rest, end", hardStop);
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
            options.AttemptTimeout = TimeSpan.FromSeconds(1);
            options.RetryBaseDelay = TimeSpan.FromSeconds(0.02);
            options.MaxRetryAfter = TimeSpan.FromSeconds(5);
            options.OutagePatience = TimeSpan.FromSeconds(2);
        });
        return services.BuildServiceProvider();
    }

    private async Task SoakAsync(IProductClient products, Chaos chaos, TimeSpan duration, CancellationToken hardStop)
    {
        using var soaking = CancellationTokenSource.CreateLinkedTokenSource(hardStop);
        soaking.CancelAfter(duration);
        var suffering = chaos.ReignAsync(soaking.Token);
        var callers = Enumerable.Range(0, Callers)
            .Select(_ => new Caller(products, _accounts, new Random(_random.Next())))
            .Select(caller => Task.Run(() => caller.CallUntilAsync(soaking.Token)))
            .ToList();
        await ReportAsync(chaos, soaking.Token);
        await suffering;
        await Task.WhenAll(callers);
    }

    private async Task ReportAsync(Chaos chaos, CancellationToken soaking)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(20));
        try
        {
            while (await tick.WaitForNextTickAsync(soaking))
                await WriteRowAsync(Seconds(), Footprint.Read(), chaos.TakeRecent());
        }
        catch (OperationCanceledException) when (soaking.IsCancellationRequested)
        {
        }
    }

    // The same work on the healthy server each time, so that both moments at rest can be compared.
    private async Task<Footprint> RestAsync(IProductClient products, string name, CancellationToken hardStop)
    {
        ProductId[] ids = [.. Enumerable.Range(1, 5_000)];
        _accounts.Add(ids, await products.FetchManyAsync(ids, cancellationToken: hardStop), isWithdrawn: false);
        await Task.Delay(TimeSpan.FromSeconds(3), hardStop);
        var footprint = Footprint.ReadAtRest();
        await WriteRowAsync($"{Seconds()} {name}", footprint, "healthy");
        return footprint;
    }

    private Task WriteRowAsync(string when, Footprint footprint, string server) =>
        output.WriteLineAsync($"| {when} | {_accounts.Asked:N0} | {_accounts.Succeeded:N0} {footprint} {server} |");

    private string Seconds() => _watch.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private async Task<int> ConcludeAsync(Chaos chaos)
    {
        await output.WriteLineAsync($"The server was: {chaos.Inflicted}");
        await output.WriteLineAsync(_accounts.ToString());
        var results = _accounts.Asked - _accounts.Withdrawn;
        await output.WriteLineAsync($"{results:N0} results of {WantedIds:N0} wanted, {_unobserved} unobserved task exceptions");
        foreach (var violation in _accounts.Violations)
            await output.WriteLineAsync($"BROKEN {violation}");
        return _accounts.Violations.Count == 0 ? 0 : 1;
    }
}
