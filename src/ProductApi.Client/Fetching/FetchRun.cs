using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>One call: its workers pull ids from the source, fetch, and hand the results on.</summary>
/// <param name="items">Fetches one id.</param>
/// <param name="slots">The slots of the client, which its calls share; a worker for each.</param>
/// <param name="gate">Tells which request is late; null: there are no backups.</param>
/// <param name="cancellation">The ways in which the call may end early.</param>
/// <param name="progress">Counts the results.</param>
/// <param name="total">The number of ids, if known.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where the lines about the run go.</param>
/// <param name="logLevel">Their level.</param>
internal sealed class FetchRun<TProduct>(
    ItemFetcher<TProduct> items,
    Slots slots,
    ThrottleGate? gate,
    RunCancellation cancellation,
    ProgressReporter progress,
    int? total,
    TimeProvider time,
    ILogger logger,
    LogLevel logLevel)
    where TProduct : class
{
    private readonly TaskCompletionSource _workersEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StragglerWatch<TProduct>? _watch;
    private Exception? _failure;

    private int _working;

    /// <summary>Fetches every id and hands each result to <paramref name="deliver"/>, in order of completion.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; the exception carries it.</exception>
    public async Task ExecuteAsync(IAsyncEnumerable<ProductId> ids, Func<int, FetchResult<TProduct>, CancellationToken, ValueTask> deliver)
    {
        using var activity = ProductClientTelemetry.StartRun();
        if (total is { } count)
            Log.RunStarted(logger, logLevel, count, slots.Count);
        else
            Log.StreamStarted(logger, logLevel, slots.Count);
        using var watch = _watch = gate is null ? null : new StragglerWatch<TProduct>(gate, time, BackUp);
        var source = new IdSource(ids, cancellation.Ended);

        // An id that gives its slot back keeps its worker; another goes on with the ids. A run with a cap of its own has no more workers
        // than that.
        Action? replaceWorker = slots.AreBounded ? null : ReplaceWorker;
        _working = Math.Min(slots.Count, total ?? int.MaxValue);
        for (var i = _working; i > 0; i--)
            _ = WorkAsync(source, deliver, replaceWorker);
        if (total == 0)
            _workersEnded.SetResult();
        await _workersEnded.Task.ConfigureAwait(false);
        await DisposeAsync(source).ConfigureAwait(false);

        Conclude(activity);
        ThrowIfEndedEarly();

        void ReplaceWorker()
        {
            Interlocked.Increment(ref _working);
            _ = Task.Run(() => WorkAsync(source, deliver, ReplaceWorker), CancellationToken.None);
        }
    }

    private async Task WorkAsync(
        IdSource source, Func<int, FetchResult<TProduct>, CancellationToken, ValueTask> deliver, Action? replaceWorker)
    {
        var fetch = new InFlightFetch<TProduct>(cancellation.Sending);
        _watch?.Add(fetch);
        try
        {
            // One item at a time, one place for them all. Parked: another worker has taken over.
            var slot = slots.Create(replaceWorker);
            var isReplaced = false;
            while (!isReplaced && await source.NextAsync().ConfigureAwait(false) is { } next)
            {
                var result = await items.FetchAsync(next.Id, slot, fetch).ConfigureAwait(false);
                progress.Add(result.Succeeded, result.Attempts);
                await deliver(next.Position, result, cancellation.Ended).ConfigureAwait(false);
                isReplaced = replaceWorker is not null && slot.WasParked;
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        finally
        {
            _watch?.Remove(fetch);
            await fetch.DisposeAsync().ConfigureAwait(false);
            EndWorker();
        }
    }

    // The run is not over before its backups are.
    private void BackUp(InFlightFetch<TProduct> fetch, BackupRequest<TProduct> backup)
    {
        Interlocked.Increment(ref _working);
        _ = Task.Run(() => BackUpAsync(fetch, backup), CancellationToken.None);
    }

    private async Task BackUpAsync(InFlightFetch<TProduct> fetch, BackupRequest<TProduct> backup)
    {
        try
        {
            if (!await items.BackUpAsync(fetch, backup, slots.Create()).ConfigureAwait(false))
                _watch!.OnNotSent();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        finally
        {
            EndWorker();
        }
    }

    // The first failure counts; what follows from it in the other workers does not.
    private void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _failure, exception, null);
        cancellation.Abort();
    }

    private void EndWorker()
    {
        if (Interlocked.Decrement(ref _working) == 0)
            _workersEnded.SetResult();
    }

    private async ValueTask DisposeAsync(IdSource source)
    {
        try
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _failure ??= exception;
        }
    }

    private void Conclude(Activity? activity)
    {
        progress.ReportEnd();
        var end = progress.Current;
        var seconds = end.Elapsed.TotalSeconds;
        activity?.SetTag("productapi.client.succeeded", end.Succeeded).SetTag("productapi.client.failed", end.Failed);
        ReportThrottling(progress.Throttling);
        if (_watch is { Backups: > 0 and var backups })
            Log.RunBackedUp(logger, logLevel, backups, items.BackupsWon);
        if (_failure is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, _failure.GetType().Name);
            Log.RunEndedEarly(logger, logLevel, seconds, end.Completed, end.Succeeded);
            return;
        }

        var rate = seconds > 0 ? end.Completed / seconds : 0;
        Log.RunEnded(logger, logLevel, end.Succeeded, end.Completed, seconds, rate, end.Failed, progress.Attempts);
    }

    private void ReportThrottling(ThrottleReport seen)
    {
        if (seen is { Pushbacks: 0, Canaries: 0 })
            return;

        var heldBack = seen.HeldBack.TotalSeconds;
        if (seen.Pace is { } pace)
            Log.RunThrottled(logger, logLevel, seen.Pushbacks, heldBack, pace, seen.Canaries);
        else
            Log.RunThrottledWithoutPace(logger, logLevel, seen.Pushbacks, heldBack, seen.Canaries);
    }

    private void ThrowIfEndedEarly()
    {
        if (_failure is null)
            return;

        var isCancelled = _failure is OperationCanceledException;
        if (isCancelled && cancellation.Caller.IsCancellationRequested)
            throw new OperationCanceledException("Fetching was cancelled by the caller.", _failure, cancellation.Caller);
        ObjectDisposedException.ThrowIf(isCancelled && cancellation.IsClientDisposed, typeof(IProductClient));
        ExceptionDispatchInfo.Throw(_failure);
    }
}
