using ProductApi.Client.Http;

namespace ProductApi.Client.Fetching;

/// <summary>Ends a run whose key is not accepted, and tells that from one product that is not ours to see: a first 401 holds new requests
/// back until those in flight have shown whether any is served.</summary>
internal sealed class KeyGuard(ClientState client)
{
    private const int RejectionsThatStop = 8;

    private readonly object _lock = new();
    private int _inFlight;
    private int _rejectionsInARow;
    private TaskCompletionSource? _doubt;
    private string? _stopped;

    /// <summary>Waits while the key is in doubt; returns why nothing is sent any more, or null after taking the request in.</summary>
    public async ValueTask<string?> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task doubt;
            lock (_lock)
            {
                if (_stopped is not null)
                    return _stopped;
                if (_doubt is null)
                {
                    _inFlight++;
                    return null;
                }

                doubt = _doubt.Task;
            }

            await doubt.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes in how a request ended; returns the reason when it is this one that stops the run.</summary>
    public string? Leave(FetchErrorKind? error, ApiKey? key)
    {
        lock (_lock)
        {
            _inFlight--;
            if (error == FetchErrorKind.Unauthorized)
                _rejectionsInARow++;
            else if (error is null or FetchErrorKind.NotFound)
                Accept(key);

            if (error == FetchErrorKind.Unauthorized && key != client.ProvenKey)
                _doubt ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var stops = _stopped is null && (_rejectionsInARow >= RejectionsThatStop || (_doubt is not null && _inFlight == 0));
            if (!stops)
                return null;

            client.ProvenKey = null;
            _stopped = "the server did not accept the API key (401). Check ApiKey, ApiKeyHeader and ApiKeyScheme.";
            Resolve();
            return _stopped;
        }
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
