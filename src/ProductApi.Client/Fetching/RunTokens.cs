namespace ProductApi.Client.Fetching;

/// <summary>The ways in which one call ends before its ids do: cancelled, aborted, out of time.</summary>
internal sealed class RunTokens : IDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationTokenSource _sending;

    public RunTokens(ClientState client, TimeSpan? timeLimit, CancellationToken caller)
    {
        Caller = caller;
        TimeLimit = timeLimit;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(caller, client.Disposed);
        _timeUp = new CancellationTokenSource(timeLimit ?? Timeout.InfiniteTimeSpan, client.Time);
        _sending = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, _timeUp.Token);
    }

    public CancellationToken Caller { get; }

    /// <summary>Cancelled when no result is wanted any more.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Cancelled when nothing may be sent any more; results may still be wanted.</summary>
    public CancellationToken Sending => _sending.Token;

    public TimeSpan? TimeLimit { get; }

    public bool IsTimeUp => _timeUp.IsCancellationRequested && !_ended.IsCancellationRequested;

    public void Abort() => _ended.Cancel();

    public void Dispose()
    {
        _sending.Dispose();
        _timeUp.Dispose();
        _ended.Dispose();
    }
}
