using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Http;

namespace ProductApi.Client.Fetching;

/// <summary>Makes one id into one result: takes a slot of the client, asks the endpoint unless the run may not send any more.</summary>
internal sealed class ItemFetcher<TProduct>(ClientState client, ProductEndpoint<TProduct> endpoint, RunTokens tokens)
    where TProduct : class
{
    private readonly KeyGuard _keyGuard = new(client);

    public async ValueTask<FetchResult<TProduct>> FetchAsync(ProductId id)
    {
        var started = client.Time.GetTimestamp();
        var state = new RequestState();
        var answer = ProductUri.Reject(id.ToString()) is { } reason
            ? new Answer<TProduct>(null, FetchErrorMapper.InvalidId(id, reason))
            : await AskAsync(id, state).ConfigureAwait(false);
        var elapsed = client.Time.GetElapsedTime(started);
        client.Telemetry.Completed(answer.Error?.Kind, elapsed);
        if (answer.Error is not { } error)
            return FetchResult.Success(id, answer.Product!, state.Attempts, elapsed);

        if (client.Logger.IsEnabled(LogLevel.Debug))
            Log.ItemFailed(client.Logger, FetchErrorMapper.Quote(id), state.Attempts, error.Kind, error.Message);
        return FetchResult.Failure<TProduct>(id, error, state.Attempts, elapsed);
    }

    private async ValueTask<Answer<TProduct>> AskAsync(ProductId id, RequestState state)
    {
        if (tokens.IsTimeUp)
            return TimeIsUp(id);

        try
        {
            var answer = await AskOnceAsync(id, state).ConfigureAwait(false);
            if (answer.Error?.Kind != FetchErrorKind.Unauthorized)
                return answer;

            // Rejected under a key that has been replaced meanwhile: the present one deserves a try.
            await _keyGuard.WhenCertainAsync(tokens.Sending).ConfigureAwait(false);
            return state.Key == client.Keys.Current ? answer : await AskOnceAsync(id, state).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (tokens.IsTimeUp)
        {
            return TimeIsUp(id);
        }
    }

    private async ValueTask<Answer<TProduct>> AskOnceAsync(ProductId id, RequestState state)
    {
        while (true)
        {
            await _keyGuard.WhenCertainAsync(tokens.Sending).ConfigureAwait(false);
            await client.Slots.WaitAsync(tokens.Sending).ConfigureAwait(false);
            try
            {
                if (_keyGuard.Stopped is { } stopped)
                    return NotAttempted(id, stopped, isTransient: false);
                if (_keyGuard.TryEnter())
                    return await AskInSlotAsync(id, state).ConfigureAwait(false);
            }
            finally
            {
                client.Slots.Release();
            }
        }
    }

    private async ValueTask<Answer<TProduct>> AskInSlotAsync(ProductId id, RequestState state)
    {
        FetchErrorKind? error = FetchErrorKind.NotAttempted;
        try
        {
            client.Telemetry.FetchStarted();
            var answer = await endpoint.GetAsync(id, state, tokens.Sending).ConfigureAwait(false);
            error = answer.Error?.Kind;
            return answer;
        }
        finally
        {
            var stopped = _keyGuard.Leave(error, state.Key);
            client.Telemetry.FetchEnded();
            if (stopped is not null)
                Log.KeyRejected(client.Logger, stopped);
        }
    }

    private Answer<TProduct> TimeIsUp(ProductId id) =>
        NotAttempted(id, $"the time limit of {tokens.TimeLimit} passed (TimeLimit). Ask again.", isTransient: true);

    private static Answer<TProduct> NotAttempted(ProductId id, string reason, bool isTransient) =>
        new(null, FetchErrorMapper.NotAttempted(id, reason) with { IsTransient = isTransient });
}
