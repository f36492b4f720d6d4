using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Http;

namespace ProductApi.Client.Fetching;

/// <summary>One call: workers pull ids, take a slot of the client, fetch and hand the result on.</summary>
internal sealed class FetchRun<TProduct> : IDisposable
    where TProduct : class
{
    private readonly ClientState _client;
    private readonly ProductEndpoint<TProduct> _endpoint;
    private readonly KeyGuard _keyGuard;
    private readonly ProgressReporter _progress;
    private readonly int? _total;
    private readonly LogLevel _logLevel;
    private readonly TimeSpan? _timeLimit;
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationTokenSource _sending;
    private Exception? _failure;

    public FetchRun(
        ClientState client, ProductEndpoint<TProduct> endpoint, FetchOptions? options, int? total, LogLevel logLevel, CancellationToken cancellationToken)
    {
        _client = client;
        _endpoint = endpoint;
        _keyGuard = new KeyGuard(client);
        _progress = new ProgressReporter(options?.Progress, total, client);
        _total = total;
        _logLevel = logLevel;
        _timeLimit = options?.TimeLimit;
        _callerToken = cancellationToken;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, client.Disposed);
        _timeUp = new CancellationTokenSource(_timeLimit ?? Timeout.InfiniteTimeSpan, client.Time);
        _sending = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, _timeUp.Token);
        MaxConcurrency = Math.Min(client.Options.MaxConcurrency, options?.MaxConcurrency ?? int.MaxValue);
    }

    public int MaxConcurrency { get; }

    /// <summary>Fetches every id and hands each result to <paramref name="deliver"/>, in order of completion.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; the exception carries it.</exception>
    public async Task ExecuteAsync(IAsyncEnumerable<ProductId> ids, Func<int, FetchResult<TProduct>, CancellationToken, ValueTask> deliver)
    {
        using var activity = ProductClientTelemetry.StartRun();
        var count = _total?.ToString(CultureInfo.InvariantCulture) ?? "a stream of";
        Log.RunStarted(_client.Logger, _logLevel, count, MaxConcurrency);
        var source = new IdSource(ids, _ended.Token);
        await using (source.ConfigureAwait(false))
        {
            var workers = new Task[Math.Min(MaxConcurrency, _total ?? int.MaxValue)];
            for (var i = 0; i < workers.Length; i++)
                workers[i] = WorkAsync(source, deliver);
            await Task.WhenAll(workers).ConfigureAwait(false);
        }

        Conclude(activity);
        if (_failure is OperationCanceledException && _callerToken.IsCancellationRequested)
            throw new OperationCanceledException("Fetching was cancelled by the caller.", _failure, _callerToken);
        ObjectDisposedException.ThrowIf(_failure is OperationCanceledException && _client.Disposed.IsCancellationRequested, typeof(IProductClient));
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Cancels what is in flight; nothing is sent afterwards.</summary>
    public void Abort() => _ended.Cancel();

    public void Dispose()
    {
        _sending.Dispose();
        _timeUp.Dispose();
        _ended.Dispose();
    }

    private async Task WorkAsync(IdSource source, Func<int, FetchResult<TProduct>, CancellationToken, ValueTask> deliver)
    {
        try
        {
            while (await source.NextAsync().ConfigureAwait(false) is { } next)
            {
                var result = await FetchAsync(next.Id).ConfigureAwait(false);
                _progress.Add(result.Succeeded, result.Attempts);
                await deliver(next.Position, result, _ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // The first failure counts; what follows from it in the other workers does not.
            Interlocked.CompareExchange(ref _failure, exception, null);
            Abort();
        }
    }

    private async ValueTask<FetchResult<TProduct>> FetchAsync(ProductId id)
    {
        var started = _client.Time.GetTimestamp();
        var state = new RequestState();
        var answer = ProductUri.Reject(id.ToString()) is { } reason
            ? new Answer<TProduct>(null, FetchErrorMapper.InvalidId(id, reason))
            : await AskAsync(id, state).ConfigureAwait(false);
        var elapsed = _client.Time.GetElapsedTime(started);
        _client.Telemetry.Completed(answer.Error?.Kind, state.Attempts, elapsed);
        if (answer.Error is not { } error)
            return FetchResult.Success(id, answer.Product!, state.Attempts, elapsed);

        if (_client.Logger.IsEnabled(LogLevel.Debug))
            Log.ItemFailed(_client.Logger, FetchErrorMapper.Quote(id), state.Attempts, error.Kind, error.Message);
        return FetchResult.Failure<TProduct>(id, error, state.Attempts, elapsed);
    }

    private async ValueTask<Answer<TProduct>> AskAsync(ProductId id, RequestState state)
    {
        if (IsTimeUp)
            return TimeIsUp(id);

        try
        {
            await _client.Slots.WaitAsync(_sending.Token).ConfigureAwait(false);
            try
            {
                return await AskInSlotAsync(id, state).ConfigureAwait(false);
            }
            finally
            {
                _client.Slots.Release();
            }
        }
        catch (OperationCanceledException) when (IsTimeUp)
        {
            return TimeIsUp(id);
        }
    }

    private async ValueTask<Answer<TProduct>> AskInSlotAsync(ProductId id, RequestState state)
    {
        if (await _keyGuard.EnterAsync(_sending.Token).ConfigureAwait(false) is { } stopped)
            return NotAttempted(id, stopped, isTransient: false);

        var error = (FetchErrorKind?)FetchErrorKind.NotAttempted;
        _client.Telemetry.FetchStarted();
        try
        {
            var answer = await _endpoint.GetAsync(id, state, _sending.Token).ConfigureAwait(false);
            error = answer.Error?.Kind;
            return answer;
        }
        finally
        {
            _client.Telemetry.FetchEnded();
            if (_keyGuard.Leave(error, state.Key) is { } reason)
                Log.KeyRejected(_client.Logger, reason);
        }
    }

    private bool IsTimeUp => _timeUp.IsCancellationRequested && !_ended.IsCancellationRequested;

    private Answer<TProduct> TimeIsUp(ProductId id) => NotAttempted(id, $"the time limit of {_timeLimit} passed (TimeLimit). Ask again.", isTransient: true);

    private static Answer<TProduct> NotAttempted(ProductId id, string reason, bool isTransient) =>
        new(null, FetchErrorMapper.NotAttempted(id, reason) with { IsTransient = isTransient });

    private void Conclude(Activity? activity)
    {
        _progress.ReportEnd();
        var end = _progress.Current;
        var seconds = end.Elapsed.TotalSeconds;
        activity?.SetTag("productapi.client.succeeded", end.Succeeded).SetTag("productapi.client.failed", end.Failed);
        if (_progress.Throttling is { Pushbacks: > 0 } throttling)
            Log.RunThrottled(_client.Logger, _logLevel, throttling.Pushbacks, throttling.HeldBack.TotalSeconds, throttling.Pace);
        if (_failure is null)
            Log.RunEnded(_client.Logger, _logLevel, end.Succeeded, end.Completed, seconds, seconds > 0 ? end.Completed / seconds : 0, end.Failed, _progress.Attempts);
        else
        {
            activity?.SetStatus(ActivityStatusCode.Error, _failure.GetType().Name);
            Log.RunEndedEarly(_client.Logger, _logLevel, seconds, end.Completed, end.Succeeded);
        }
    }
}
