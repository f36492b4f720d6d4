using ProductApi.Client.Fetching;

namespace ProductApi.Client.Keys;

/// <summary>Ends a run whose key is not accepted, and tells that from one product that is not ours to see: a first 401 holds new requests
/// back until those in flight have shown whether any is served.</summary>
internal sealed class ApiKeyBreaker(ClientState client)
{
    private const int RejectionsThatStop = 8;

    private readonly object _lock = new();
    private int _inFlight;
    private int _rejectionsInARow;
    private ApiKey? _rejectedKey;
    private TaskCompletionSource? _doubt;

    /// <summary>Why nothing is sent any more; null while there is no reason.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Waits while the key is in doubt.</summary>
    public Task WhenCertainAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _doubt?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>Takes a request in, unless the key is in doubt (again).</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_doubt is not null)
                return false;

            _inFlight++;
            return true;
        }
    }

    /// <summary>Takes in how a request ended; returns the reason when it is this one that stops the run.</summary>
    public string? Leave(FetchErrorKind? error, ApiKey? key)
    {
        lock (_lock)
        {
            _inFlight--;

            // What a replaced key was worth says nothing about the present one.
            if (key == client.Keys.Current)
            {
                if (error == FetchErrorKind.Unauthorized)
                    Reject(key);
                else if (error is null or FetchErrorKind.NotFound or FetchErrorKind.Rejected or FetchErrorKind.InvalidResponse)
                    Accept(key);
            }

            if (_rejectionsInARow >= RejectionsThatStop)
                return Stop();
            if (_doubt is null || _inFlight > 0 || error == FetchErrorKind.NotAttempted)
                return null;
            if (_rejectedKey == client.Keys.Current && _rejectedKey != client.ProvenKey)
                return Stop();

            // Replaced, or proven by another run meanwhile.
            Resolve();
            return null;
        }
    }

    private string? Stop()
    {
        if (Stopped is not null)
            return null;
        if (client.ProvenKey == _rejectedKey)
            client.ProvenKey = null;
        Resolve();
        return Stopped = "the server did not accept the API key (401). Check ApiKey, ApiKeyHeader and ApiKeyScheme.";
    }

    private void Reject(ApiKey? key)
    {
        _rejectionsInARow = key == _rejectedKey ? _rejectionsInARow + 1 : 1;
        _rejectedKey = key;
        if (key != client.ProvenKey && Stopped is null)
            _doubt ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Accept(ApiKey? key)
    {
        _rejectionsInARow = 0;
        client.ProvenKey = key;
        Resolve();
    }

    private void Resolve()
    {
        _doubt?.SetResult();
        _doubt = null;
    }
}
