using System.Collections.Concurrent;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>The runs of all cases, each played once and shared by the tests that look at it. Most of the slow ones do nothing but wait:
/// they run side by side.</summary>
internal sealed class HostileRuns(int others, bool keepsConnections)
{
    private static readonly SemaphoreSlim Quick = new(3);
    private static readonly SemaphoreSlim Slow = new(20);

    private readonly ConcurrentDictionary<string, Lazy<Task<HostileRun>>> _runs = new();

    /// <summary>Every case as one id of twenty, a new connection for each request.</summary>
    public static HostileRuns OfTwenty { get; } = new(others: 19, keepsConnections: false);

    /// <summary>Every case as the one bad id beside two thousand good ones, on connections that stay open.</summary>
    public static HostileRuns OfTwoThousand { get; } = new(others: 2000, keepsConnections: true);

    public int Others => others;

    public async Task<HostileRun> OfAsync(HostileCase hostile)
    {
        // Whoever asks for one starts them all.
        foreach (var any in HostileCases.All)
            _ = Start(any);
        return await Start(hostile);
    }

    private Task<HostileRun> Start(HostileCase hostile) =>
        _runs.GetOrAdd(hostile.Sent, _ => new Lazy<Task<HostileRun>>(() => Task.Run(() => PlayInTurnAsync(hostile)))).Value;

    private async Task<HostileRun> PlayInTurnAsync(HostileCase hostile)
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
