namespace ProductApi.Client.Fetching;

/// <summary>The ways in which one call ends before its ids do: cancelled, aborted, out of time.</summary>
internal sealed class RunCancellation : IDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationTokenSource _sending;
    private readonly CancellationToken _clientEnded;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _enumerator;

    /// <param name="time">The clock of the time limit.</param>
    /// <param name="timeLimit">When to stop sending.</param>
    /// <param name="clientEnded">Cancelled when the client is disposed of.</param>
    /// <param name="caller">The token of the call.</param>
    /// <param name="enumerator">The token of whoever enumerates what the call returned.</param>
    public RunCancellation(
        TimeProvider time, TimeSpan? timeLimit, CancellationToken clientEnded, CancellationToken caller, CancellationToken enumerator =
            default)
    {
        _clientEnded = clientEnded;
        _caller = caller;
        _enumerator = enumerator;
        TimeLimit = timeLimit;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(caller, enumerator, clientEnded);
        _timeUp = new CancellationTokenSource(timeLimit ?? Timeout.InfiniteTimeSpan, time);
        _sending = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, _timeUp.Token);
    }

    /// <summary>The caller's token: of two the one that was cancelled.</summary>
    public CancellationToken Caller => _enumerator.IsCancellationRequested && !_caller.IsCancellationRequested ? _enumerator : _caller;

    /// <summary>Cancelled when no result is wanted any more.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Cancelled when nothing may be sent any more; results may still be wanted.</summary>
    public CancellationToken Sending => _sending.Token;

    public TimeSpan? TimeLimit { get; }

    public bool IsClientDisposed => _clientEnded.IsCancellationRequested;

    public bool IsTimeUp => _timeUp.IsCancellationRequested && !_ended.IsCancellationRequested;

    public void Abort() => _ended.Cancel();

    public void Dispose()
    {
        _sending.Dispose();
        _timeUp.Dispose();
        _ended.Dispose();
    }
}
