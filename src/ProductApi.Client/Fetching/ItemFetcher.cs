using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Products;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Makes one id into one result: takes a slot of the client, asks the endpoint unless the run may not send any more.</summary>
internal sealed class ItemFetcher<TProduct>(ClientState client, ProductEndpoint<TProduct> endpoint, RunCancellation tokens)
    where TProduct : class
{
    private readonly ApiKeyBreaker _keyGuard = new(client);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<FetchResult<TProduct>> FetchAsync(ProductId id, Slot slot)
    {
        var started = client.Time.GetTimestamp();
        var state = new RequestState(new Item(slot)) { Key = client.Keys.Current };
        var answer = Refuse(id);
        try
        {
            while (answer is null)
            {
                await slot.TakeAsync(tokens.Sending).ConfigureAwait(false);
                try
                {
                    if (_keyGuard.Stopped is { } stopped)
                        answer = NotAttempted(id, stopped, isTransient: false);
                    else if (_keyGuard.TryEnter())
                    {
                        FetchErrorKind? error = FetchErrorKind.NotAttempted;
                        try
                        {
                            client.Telemetry.FetchStarted();
                            answer = await endpoint.GetAsync(id, state, tokens.Sending).ConfigureAwait(false);
                            error = answer.Value.Error?.Kind;
                        }
                        finally
                        {
                            Leave(error, state.Key);
                        }
                    }
                }
                finally
                {
                    slot.Release();
                }

                if (answer is null or { Error.Kind: FetchErrorKind.Unauthorized })
                {
                    await _keyGuard.WhenCertainAsync(tokens.Sending).ConfigureAwait(false);

                    // Rejected under a key that has been replaced meanwhile: the present one deserves a try.
                    if (state.Key != client.Keys.Current)
                    {
                        state.Key = client.Keys.Current;
                        answer = null;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (tokens.IsTimeUp)
        {
            answer = TimeIsUp(id);
        }

        return Conclude(id, answer.Value, state.Attempts, client.Time.GetElapsedTime(started));
    }

    private ProductOutcome<TProduct>? Refuse(ProductId id)
    {
        if (ProductUri.Reject(id.ToString()) is { } reason)
            return new ProductOutcome<TProduct>(null, FetchErrorMapper.InvalidId(id, reason));
        return tokens.IsTimeUp ? TimeIsUp(id) : null;
    }

    private void Leave(FetchErrorKind? error, ApiKey? key)
    {
        var stopped = _keyGuard.Leave(error, key);
        client.Telemetry.FetchEnded();
        if (stopped is not null)
            Log.KeyRejected(client.Logger, stopped);
    }

    private FetchResult<TProduct> Conclude(ProductId id, ProductOutcome<TProduct> answer, int attempts, TimeSpan elapsed)
    {
        client.Telemetry.Completed(answer.Error?.Kind, elapsed);
        if (answer.Error is not { } error)
            return FetchResult.Success(id, answer.Product!, attempts, elapsed);

        if (client.Logger.IsEnabled(LogLevel.Debug))
            Log.ItemFailed(client.Logger, FetchErrorMapper.Quote(id), attempts, error.Kind, error.Message);
        return FetchResult.Failure<TProduct>(id, error, attempts, elapsed);
    }

    private ProductOutcome<TProduct> TimeIsUp(ProductId id) =>
        NotAttempted(id, $"the time limit of {tokens.TimeLimit} passed (TimeLimit). Ask again.", isTransient: true);

    private static ProductOutcome<TProduct> NotAttempted(ProductId id, string reason, bool isTransient) =>
        new(null, FetchErrorMapper.NotAttempted(id, reason) with { IsTransient = isTransient });
}
