using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Products;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Makes one id into one result: takes a slot of the client, asks the endpoint unless the run may not send any more.</summary>
internal sealed partial class ItemFetcher<TProduct>(
    ProductEndpoint<TProduct> endpoint,
    ApiAccessSource access,
    ApiKeyBreaker breaker,
    ApiKeySource keys,
    RunCancellation cancellation,
    ProductClientTelemetry telemetry,
    ILogger logger,
    TimeProvider time,
    TimeSpan askAgainAfter)
    where TProduct : class
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<FetchResult<TProduct>> FetchAsync(ProductId id, Slot slot, InFlightFetch<TProduct> fetch)
    {
        var started = time.GetTimestamp();
        var state = new RequestState(new Item(slot));
        fetch.Begin(id, state);
        ProductOutcome<TProduct> outcome;
        try
        {
            var first = Refuse(id);
            if (first is null)
            {
                await breaker.WhenDecidedAsync(fetch.Token).ConfigureAwait(false);
                first = await TrySendAsync(id, state, slot, fetch.Token).ConfigureAwait(false);
            }

            outcome = first is { } known && IsLast(known, state)
                ? known
                : await AskAgainAsync(id, first, state, slot, fetch.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (fetch.Backup is { Answer: not null })
        {
            outcome = default;
        }
        catch (OperationCanceledException) when (cancellation.IsTimeUp)
        {
            outcome = TimeIsUp(id);
        }

        var backupAttempts = 0;
        if (!fetch.TryEnd())
            (outcome, backupAttempts) = await EndAsync(fetch, outcome).ConfigureAwait(false);
        return Conclude(id, outcome, state.Attempts + backupAttempts, time.GetElapsedTime(started));
    }

    private ProductOutcome<TProduct>? Refuse(ProductId id)
    {
        if (ProductUri.Reject(id.ToString()) is { } reason)
            return new ProductOutcome<TProduct>(null, FetchErrorMapper.InvalidId(id, reason));
        return cancellation.IsTimeUp ? TimeIsUp(id) : null;
    }

    private bool IsLast(ProductOutcome<TProduct> outcome, RequestState state) =>
        outcome.Error is not { } error || (error.Kind != FetchErrorKind.Unauthorized && !IsOfFormerServer(state));

    private bool IsOfFormerServer(RequestState state) => state.Access is { } asked && !asked.IsSameServerAs(access.Current);

    // An item is asked for again when its server was replaced meanwhile, or when what rejected it may not be meant for it alone.
    private async ValueTask<ProductOutcome<TProduct>> AskAgainAsync(
        ProductId id, ProductOutcome<TProduct>? last, RequestState state, Slot slot, CancellationToken cancellationToken)
    {
        var trial = new KeyTrial();
        while (last is not { } outcome || !IsLast(outcome, state))
        {
            if (last is { Error: { Kind: FetchErrorKind.Unauthorized } error } && !IsOfFormerServer(state))
            {
                await breaker.WhenDecidedAsync(cancellationToken).ConfigureAwait(false);
                if (!breaker.ShallAskAgain(ref trial, state.UsedKey))
                    return new ProductOutcome<TProduct>(null, error with { IsTransient = breaker.Rejection is { IsTransient: true } });
                if (trial.Rejections > 0 || trial.Replaced > 1)
                    await Task.Delay(askAgainAfter, time, cancellationToken).ConfigureAwait(false);
            }

            await breaker.WhenDecidedAsync(cancellationToken).ConfigureAwait(false);
            last = await TrySendAsync(id, state, slot, cancellationToken).ConfigureAwait(false);
        }

        return last.Value;
    }

    /// <returns>Null when nothing was sent for this id, because the key is in doubt.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ProductOutcome<TProduct>?> TrySendAsync(
        ProductId id, RequestState state, Slot slot, CancellationToken cancellationToken)
    {
        await slot.TakeAsync(cancellationToken).ConfigureAwait(false);
        using var taken = slot;
        if (!breaker.TryEnter(out var pass, out var rejection))
            return rejection is null ? null : NotAttempted(id, rejection.Reason, rejection.IsTransient);

        var (asked, askedState) = pass.Witness is { } witness ? (witness, new RequestState(new Item()) { IsKeyProbe = true }) : (id, state);
        var verdict = KeyVerdict.NotSent;
        try
        {
            telemetry.FetchStarted();
            var outcome = await endpoint.GetAsync(asked, askedState, cancellationToken).ConfigureAwait(false);
            verdict = Judge(outcome.Error);
            if (verdict == KeyVerdict.Rejected && askedState.Withheld is null)
                await keys.RenewAsync(askedState.UsedKey, breaker.WasAccepted(askedState.UsedKey), cancellationToken).ConfigureAwait(false);
            return pass.Witness is null ? outcome : null;
        }
        finally
        {
            breaker.Leave(pass, verdict, askedState.UsedKey, asked, askedState.Withheld);
            telemetry.FetchEnded();
        }
    }

    private static KeyVerdict Judge(FetchError? error) => error switch
    {
        { Kind: FetchErrorKind.Unauthorized } => KeyVerdict.Rejected,
        { Kind: FetchErrorKind.Rejected, StatusCode: HttpStatusCode.Forbidden } => KeyVerdict.Forbidden,

        // A proxy's answer, not the server's.
        { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } => KeyVerdict.Nothing,

        // Perhaps to a page for signing in.
        { StatusCode: >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest } => KeyVerdict.Nothing,
        null or { Kind: FetchErrorKind.NotFound or FetchErrorKind.Rejected or FetchErrorKind.InvalidResponse } => KeyVerdict.Accepted,
        _ => KeyVerdict.Nothing,
    };

    private FetchResult<TProduct> Conclude(ProductId id, ProductOutcome<TProduct> outcome, int attempts, TimeSpan elapsed)
    {
        telemetry.Completed(outcome.Error?.Kind, elapsed);
        if (outcome.Error is not { } error)
            return FetchResult.Success(id, outcome.Product!, attempts, elapsed);

        if (logger.IsEnabled(LogLevel.Debug))
            Log.ItemFailed(logger, FetchErrorMapper.Quote(id), attempts, error.Kind, error.Message);
        return FetchResult.Failure<TProduct>(id, error, attempts, elapsed);
    }

    private ProductOutcome<TProduct> TimeIsUp(ProductId id) =>
        NotAttempted(id, $"the time limit of {cancellation.TimeLimit} passed (TimeLimit). Ask again.", isTransient: true);

    private static ProductOutcome<TProduct> NotAttempted(ProductId id, string reason, bool isTransient) =>
        new(null, FetchErrorMapper.NotAttempted(id, reason) with { IsTransient = isTransient });
}
