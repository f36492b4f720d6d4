using System.Globalization;
using System.Net;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>One run with bad ids: exactly they fail, each with its own error.</summary>
/// <param name="End">When the run ended, in seconds.</param>
/// <param name="LastGood">When the last of the good ids was served.</param>
internal sealed record BadIdRun(double End, double LastGood)
{
    // Beyond this an id that was told to wait is asked once more at once.
    private const double LongWait = 15;

    private static readonly IReadOnlyDictionary<int, ServerAnswer?> NoBadIds = new Dictionary<int, ServerAnswer?>();

    public static BadIdRun Of(BadIdCase bad, BadIdSetting setting, int seed) =>
        Of(bad.Server(setting), bad.Answers(setting.Count), setting, seed);

    /// <summary>The same run without a bad id.</summary>
    public static BadIdRun WithoutThem(BadIdSetting setting, int seed) =>
        Of(BadIdCase.CreateServer(NoBadIds, new Dictionary<int, RateLimitFields>(), setting), NoBadIds, setting, seed);

    public static BadIdRun Of(ServerFactory createServer, IReadOnlyDictionary<int, ServerAnswer?> bad, BadIdSetting setting, int seed)
    {
        using var simulation = new Simulation(createServer, seed, setting.Jitter, setting.MaxConcurrency);
        var network = simulation.Network;

        var results = simulation.Fetch(setting.Count);

        AssertExactlyTheBadFail(results, bad);
        Assert.InRange(network.MaxInFlight, 1, setting.MaxConcurrency);
        Assert.InRange(network.OwnEarlySends, 0, bad.Count(id => id.Value?.RetryAfter > LongWait));
        return new BadIdRun(simulation.Now, network.ServedAt.Count == 0 ? 0 : network.ServedAt.Values.Max());
    }

    public static void AssertExactlyTheBadFail(IReadOnlyList<FetchResult<Product>> results, IReadOnlyDictionary<int, ServerAnswer?> bad)
    {
        foreach (var result in results)
        {
            var id = int.Parse(result.ProductId.ToString(), CultureInfo.InvariantCulture);
            if (bad.TryGetValue(id, out var answer))
                AssertItsOwnError(result, answer);
            else
                Assert.True(result.Succeeded, $"A good id failed: {result.Error}");
        }
    }

    private static void AssertItsOwnError(FetchResult<Product> result, ServerAnswer? answer)
    {
        Assert.False(result.Succeeded, $"Product {result.ProductId} cannot have been served.");
        var expected = answer switch
        {
            null => FetchErrorKind.Timeout,
            { Status: null } => FetchErrorKind.Network,
            { Status: HttpStatusCode.TooManyRequests } => FetchErrorKind.RateLimited,
            _ => FetchErrorKind.Unavailable,
        };
        Assert.True((expected, answer?.Status) == (result.Error.Kind, result.Error.StatusCode), $"Not its own error: {result.Error}");
    }
}
