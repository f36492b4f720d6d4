using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;

namespace ProductApi.Client.Fetching;

/// <summary>One call: its workers pull ids from the source, fetch, and hand the results on.</summary>
/// <param name="items">Fetches one id.</param>
/// <param name="cancellation">The ways in which the call may end early.</param>
/// <param name="progress">Counts the results.</param>
/// <param name="total">The number of ids, if known.</param>
/// <param name="maxConcurrency">The number of workers.</param>
/// <param name="logger">Where the lines about the run go.</param>
/// <param name="logLevel">Their level.</param>
internal sealed class FetchRun<TProduct>(
    ItemFetcher<TProduct> items, RunCancellation cancellation, ProgressReporter progress, int? total, int maxConcurrency, ILogger logger, LogLevel logLevel)
    where TProduct : class
{
    private Exception? _failure;

    /// <summary>Fetches every id and hands each result to <paramref name="deliver"/>, in order of completion.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; the exception carries it.</exception>
    public async Task ExecuteAsync(IAsyncEnumerable<ProductId> ids, Func<int, FetchResult<TProduct>, CancellationToken, ValueTask> deliver)
    {
        using var activity = ProductClientTelemetry.StartRun();
        var count = total?.ToString(CultureInfo.InvariantCulture) ?? "a stream of";
        Log.RunStarted(logger, logLevel, count, maxConcurrency);
        var source = new IdSource(ids, cancellation.Ended);
        var workers = new Task[Math.Min(maxConcurrency, total ?? int.MaxValue)];
        for (var i = 0; i < workers.Length; i++)
            workers[i] = WorkAsync(source, deliver);
        await Task.WhenAll(workers).ConfigureAwait(false);
        await DisposeAsync(source).ConfigureAwait(false);

        Conclude(activity);
        ThrowIfEndedEarly();
    }

    private async Task WorkAsync(IdSource source, Func<int, FetchResult<TProduct>, CancellationToken, ValueTask> deliver)
    {
        try
        {
            while (await source.NextAsync().ConfigureAwait(false) is { } next)
            {
                var result = await items.FetchAsync(next.Id).ConfigureAwait(false);
                progress.Add(result.Succeeded, result.Attempts);
                await deliver(next.Position, result, cancellation.Ended).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // The first failure counts; what follows from it in the other workers does not.
            Interlocked.CompareExchange(ref _failure, exception, null);
            cancellation.Abort();
        }
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
        if (progress.Throttling is { Pushbacks: > 0 } throttling)
            Log.RunThrottled(logger, logLevel, throttling.Pushbacks, throttling.HeldBack.TotalSeconds, throttling.Pace);
        if (_failure is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, _failure.GetType().Name);
            Log.RunEndedEarly(logger, logLevel, seconds, end.Completed, end.Succeeded);
            return;
        }

        var rate = seconds > 0 ? end.Completed / seconds : 0;
        Log.RunEnded(logger, logLevel, end.Succeeded, end.Completed, seconds, rate, end.Failed, progress.Attempts);
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
