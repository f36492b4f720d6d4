using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Keys;

/// <summary>Stops sending under a key that the server rejects. One per client: the lock, the waiting and the log around
/// <see cref="KeyTrust"/>.</summary>
internal sealed class ApiKeyBreaker : IDisposable
{
    private readonly object _lock = new();
    private readonly ApiAccessSource _access;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _started;
    private readonly KeyTrust _trust;
    private readonly ITimer _probeDue;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isTrusted = true;
    private volatile bool _isHeld;

    public ApiKeyBreaker(ApiAccessSource access, TimeSpan patience, TimeProvider time, ILogger logger)
    {
        _access = access;
        _time = time;
        _logger = logger;
        _started = time.GetTimestamp();
        _trust = new KeyTrust(patience.TotalSeconds);
        _probeDue = time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether requests are held because a key is rejected that was accepted before.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Why nothing is sent; null while there is no reason.</summary>
    public KeyRejection? Rejection
    {
        get
        {
            lock (_lock)
                return _trust.Rejection;
        }
    }

    /// <summary>Waits while requests are held.</summary>
    public ValueTask WhenDecidedAsync(CancellationToken cancellationToken) =>
        _isTrusted ? ValueTask.CompletedTask : WaitAsync(cancellationToken);

    /// <summary>Takes a request in.</summary>
    /// <returns>Whether it may be sent. If not: <paramref name="rejection"/> says why, or, where it is null, the caller waits until there
    /// is a decision and tries again.</returns>
    public bool TryEnter(out KeyPass pass, out KeyRejection? rejection)
    {
        lock (_lock)
        {
            var maySend = _trust.IsTrusted || _trust.MaySend(NowNeedsLock(), _access.Current.Key);
            pass = maySend ? _trust.OnSend() : default;
            rejection = maySend ? null : _trust.Refusal;
            PublishNeedsLock();
            return maySend;
        }
    }

    /// <summary>Takes in how a request ended that was taken in, and why it did not carry the key, if so.</summary>
    public void Leave(KeyPass pass, KeyVerdict verdict, ApiKey? key, ProductId id, string? withheld = null)
    {
        KeyRejection? before, after;
        bool wasHeld, isHeld;
        lock (_lock)
        {
            (before, wasHeld) = (_trust.Rejection, _isHeld);

            // Nothing depends on when a trusted key was accepted once more, and most requests end so.
            var now = verdict == KeyVerdict.Accepted && _trust.IsTrusted ? double.NaN : NowNeedsLock();
            _trust.Withheld = withheld;
            _trust.OnEnd(now, pass, verdict, key, _access.Current.Key, id);
            after = _trust.Rejection;
            _isHeld = isHeld = _trust.IsHeld || (wasHeld && !_trust.IsTrusted && after is null);
            if (!_trust.IsTrusted)
                SignalNeedsLock();
            PublishNeedsLock();
        }

        Report(before, after, wasHeld, isHeld);
    }

    /// <summary>Whether this very key is the last one that was accepted.</summary>
    public bool WasAccepted(ApiKey? key)
    {
        lock (_lock)
            return _trust.WasAccepted(key);
    }

    /// <summary>Whether an item that was rejected is to be sent again.</summary>
    public bool ShallAskAgain(ref KeyTrial trial, ApiKey? key)
    {
        lock (_lock)
        {
            var shall = _trust.ShallAskAgain(NowNeedsLock(), ref trial, key, _access.Current.Key);
            PublishNeedsLock();
            return shall;
        }
    }

    public void OnServerChanged()
    {
        lock (_lock)
        {
            _trust.OnServerChanged();
            PublishNeedsLock();
        }
    }

    /// <summary>Lets those who wait look again: another key has been taken into use.</summary>
    public void OnKeyChanged() => Signal();

    public void Dispose() => _probeDue.Dispose();

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                var now = NowNeedsLock();
                var isDecided = _trust.Refusal is not null || _trust.MaySend(now, _access.Current.Key);
                PublishNeedsLock();
                if (isDecided)
                    return;
                changed = _changed.Task;
                if (_trust.AskAt > now)
                    _probeDue.Change(RoundedUp(_trust.AskAt - now), Timeout.InfiniteTimeSpan);
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Signal()
    {
        lock (_lock)
            SignalNeedsLock();
    }

    // Whoever finds out that the key is trusted again, by an answer or because there is another one, tells the others who wait.
    private void PublishNeedsLock()
    {
        if (_trust.IsTrusted && !_isTrusted)
            SignalNeedsLock();
        _isTrusted = _trust.IsTrusted;
    }

    private void SignalNeedsLock()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Rarely early, so that those who wait seldom look twice. Timers are early all the same: whoever looks in vain sets it again.
    private static TimeSpan RoundedUp(double seconds) => TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000) + 1);

    private double NowNeedsLock() => _time.GetElapsedTime(_started).TotalSeconds;

    private void Report(KeyRejection? before, KeyRejection? after, bool wasHeld, bool isHeld)
    {
        if (before is null && after is not null)
            Log.KeyRejected(_logger, after.Reason);
        else if (!wasHeld && isHeld)
            Log.KeyHeld(_logger);
        else if (wasHeld && !isHeld)
            Log.KeyAccepted(_logger);
    }
}
