using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using ProductApi.Client.Fetching;
using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Properties;

/// <summary>A plan carried out by the real client on virtual time, and what is left when everybody has ended.</summary>
internal sealed class Execution
{
    // No sample takes longer, unless somebody waits for ever.
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(3);

    // By then every wait that a server can announce is over.
    private const int MonthsUntilAllIsForgotten = 130;

    private readonly VirtualTimeProvider _time = new();
    private readonly TestClient _client;

    private Execution(Plan plan)
    {
        Plan = plan;
        Server = new PlannedServer(plan, _time);
        var backOff = new SeededRandom(1);
        _client = TestClient.Scripted(Server, options =>
        {
            options.MaxConcurrency = plan.MaxConcurrency;
            options.MaxRetryAttempts = plan.MaxRetryAttempts;
            options.MaxRetryAfter = TimeSpan.FromSeconds(plan.MaxRetryAfter);
            options.OutagePatience = TimeSpan.FromSeconds(plan.OutagePatience);
            options.AttemptTimeout = TimeSpan.FromSeconds(plan.AttemptTimeout);
            options.MaxResponseBytes = PlannedServer.MaxBytes;
        }, _time, builder => builder.Services
            .PostConfigureAll<HttpStandardResilienceOptions>(options => options.Retry.Randomizer = backOff.NextDouble));
    }

    public Plan Plan { get; }

    public PlannedServer Server { get; }

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public bool HasEnded { get; private set; }

    /// <summary>Requests of the plan, without those of the fetch that follows it.</summary>
    public IReadOnlyList<Exchange> Exchanges { get; private set; } = [];

    public int FreeSlots { get; private set; }

    public int RegistrationsLeft { get; private set; }

    /// <summary>What the client fetches when the plan is over and the server healthy.</summary>
    public IReadOnlyList<FetchResult<Product>> Afterwards { get; private set; } = [];

    public static Execution Of(Plan plan)
    {
        var execution = new Execution(plan);
        execution._time.Run(execution.RunAsync);
        return execution;
    }

    private async Task RunAsync()
    {
        await using var client = _client;
        using var neverCancelled = new CancellationTokenSource();
        var products = client.Products;
        var outcomes = Plan.Calls
            .Select((call, index) => CallAsync(products, new Outcome(index + 1, call), neverCancelled.Token))
            .ToArray();
        var all = Task.WhenAll(outcomes);
        HasEnded = await Task.WhenAny(all, Task.Delay(LongEnough, _time)) == all;
        Exchanges = Server.Exchanges;
        if (!HasEnded)
            return;

        Outcomes = await all;
        FreeSlots = _client.Part<Slots>().Free;
        RegistrationsLeft = Registrations.CountOf(neverCancelled.Token) + Registrations.CountOf(_client.Part<ClientLifetime>().Ended);
        for (var month = 0; month < MonthsUntilAllIsForgotten; month++)
            await Task.Delay(TimeSpan.FromDays(30), _time);

        Server.IsHealthy = true;
        Afterwards = await products.FetchManyAsync(
            Enumerable.Range(1, 2 * Plan.MaxConcurrency).Select(id => PlannedServer.IdText(0, id)),
            new FetchOptions { TimeLimit = LongEnough });
    }

    private async Task<Outcome> CallAsync(IProductClient products, Outcome outcome, CancellationToken neverCancelled)
    {
        using var cancellation = new CancellationTokenSource();
        outcome.Token = outcome.Call.CancelledAt is null ? neverCancelled : cancellation.Token;
        await DelayAsync(outcome.Call.StartsAt);
        outcome.Started = _time.Now;
        using var timer = outcome.Call.CancelledAt is { } after
            ? _time.CreateTimer(_ => Cancel(outcome, cancellation), null, TimeSpan.FromMilliseconds(after), Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            await (outcome.Call.IsStream ? StreamAsync(products, outcome) : FetchAsync(products, outcome));
        }
        catch (Exception exception)
        {
            outcome.Exception = exception;
        }

        outcome.Ended = _time.Now;
        return outcome;
    }

    private void Cancel(Outcome outcome, CancellationTokenSource cancellation)
    {
        if (outcome.Ended is not null)
            return;

        outcome.CancelledAt = _time.Now;
        cancellation.Cancel();
        outcome.SentWhenCancelled = Server.CountOf(outcome.Number);
    }

    private async Task FetchAsync(IProductClient products, Outcome outcome)
    {
        var ids = outcome.Call.SourceThrowsAt is null ? [.. Ids(outcome)] : Ids(outcome);
        outcome.Results.AddRange(await products.FetchManyAsync(ids, Options(outcome.Call), outcome.Token));
    }

    private async Task StreamAsync(IProductClient products, Outcome outcome)
    {
        await foreach (var result in products.StreamManyAsync(SlowIds(outcome), Options(outcome.Call), outcome.Token))
        {
            outcome.Results.Add(result);
            if (outcome.Results.Count == outcome.Call.LeavesAfter)
            {
                outcome.HasLeft = true;
                break;
            }

            await DelayAsync(outcome.Call.ConsumerDelay);
        }
    }

    private async IAsyncEnumerable<ProductId> SlowIds(Outcome outcome)
    {
        foreach (var id in Ids(outcome))
        {
            await DelayAsync(outcome.Call.SourceDelay);
            yield return id;
        }
    }

    private IEnumerable<ProductId> Ids(Outcome outcome)
    {
        for (var position = 0; position <= outcome.Call.Ids.Length; position++)
        {
            if (position == outcome.Call.SourceThrowsAt)
            {
                outcome.SourceThrewAt = _time.Now;
                throw new BrokenSourceException();
            }

            if (position < outcome.Call.Ids.Length)
                yield return PlannedServer.IdText(outcome.Number, outcome.Call.Ids[position]);
        }
    }

    private Task DelayAsync(int milliseconds) =>
        milliseconds == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _time);

    private static FetchOptions Options(Call call) => new()
    {
        MaxConcurrency = call.MaxConcurrency,
        TimeLimit = call.TimeLimit is { } limit ? TimeSpan.FromMilliseconds(limit) : null,
    };

    internal sealed class BrokenSourceException() : Exception("The list of ids is broken.");
}
