namespace ProductApi.Client.Throttling;

/// <content>The first waiter can be woken: what it waits for may come at any time.</content>
internal sealed partial class AdmissionQueue
{
    private readonly object _lock = new();
    private CancellationTokenSource? _sleep;
    private bool _isWoken;

    /// <summary>The first waiter looks again at once; if there is none, the next one that would sleep does.</summary>
    public void Wake()
    {
        CancellationTokenSource? sleep;
        lock (_lock)
        {
            (sleep, _sleep) = (_sleep, null);
            _isWoken = sleep is null;
        }

        try
        {
            sleep?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just woken by itself.
        }
    }

    private async Task SleepAsync(double seconds, CancellationToken cancellationToken)
    {
        using var sleep = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock)
        {
            if (_isWoken)
            {
                _isWoken = false;
                return;
            }

            _sleep = sleep;
        }

        await DelayAsync(seconds, sleep.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
            _sleep = null;
        cancellationToken.ThrowIfCancellationRequested();
    }
}
