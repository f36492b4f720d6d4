using ProductApi.Client.Pipeline;
using ProductApi.Client.Products;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>A second request for an id whose first one is late.</summary>
/// <param name="id">The id.</param>
/// <param name="sending">Ends it with the run.</param>
internal sealed class BackupRequest<TProduct>(ProductId id, CancellationToken sending) : IDisposable
    where TProduct : class
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(sending);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProductId Id => id;

    public RequestState State { get; } = new(new Item(isBackup: true));

    public CancellationToken Token => _stop.Token;

    /// <summary>Completes when the request is over, however it ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What it has found out before the first request did.</summary>
    public ProductOutcome<TProduct>? Answer { get; set; }

    /// <summary>It is not needed any more.</summary>
    public void Cancel()
    {
        lock (_stop)
        {
            if (Ended.IsCompleted)
                return;

            try
            {
                _stop.Cancel();
            }
            catch (AggregateException)
            {
                // Thrown by what a handler of the caller's has registered. It is cancelled nevertheless.
            }
        }
    }

    /// <summary>The request is over.</summary>
    public void Dispose()
    {
        lock (_stop)
        {
            _ended.TrySetResult();
            _stop.Dispose();
        }
    }
}
