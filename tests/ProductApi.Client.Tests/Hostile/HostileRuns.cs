namespace ProductApi.Client.Tests.Hostile;

/// <summary>The runs of all cases, played once and shared by the tests that look at them. Most of the slow ones do nothing but wait: they
/// run side by side.</summary>
internal sealed class HostileRuns
{
    private static readonly SemaphoreSlim Quick = new(3);
    private static readonly SemaphoreSlim Slow = new(20);

    private readonly Lazy<Dictionary<string, Task<HostileRun>>> _runs;

    private HostileRuns(int others, bool keepsConnections) => _runs = new(() => HostileCases.All.ToDictionary(
        hostile => hostile.Sent, hostile => Task.Run(() => PlayInTurnAsync(hostile, others, keepsConnections))));

    /// <summary>Every case as one id of twenty, a new connection for each request.</summary>
    public static HostileRuns OfTwenty { get; } = new(others: 19, keepsConnections: false);

    /// <summary>Every case as the one bad id beside two thousand good ones, on connections that stay open.</summary>
    public static HostileRuns OfTwoThousand { get; } = new(others: 2000, keepsConnections: true);

    /// <summary>The run of one case. Whoever asks for the first starts them all.</summary>
    public Task<HostileRun> OfAsync(HostileCase hostile) => _runs.Value[hostile.Sent];

    public Task<HostileRun[]> AllAsync() => Task.WhenAll(HostileCases.All.Select(OfAsync));

    private static async Task<HostileRun> PlayInTurnAsync(HostileCase hostile, int others, bool keepsConnections)
    {
        var turn = hostile.IsSlow ? Slow : Quick;
        await turn.WaitAsync();
        try
        {
            return await HostileRun.PlayAsync(hostile, others, keepsConnections);
        }
        finally
        {
            turn.Release();
        }
    }
}
