using System.Net;
using Polly.CircuitBreaker;
using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>Sends a request when the gate lets it, and again when the host told it to wait: that is not charged as a retry.</summary>
internal sealed class ThrottleHandler(ThrottleGate gate, ApiAccessSource access, ProductClientOptions options, TimeProvider time)
    : DelegatingHandler
{
    private readonly ResponseClassifier _responses = new(options, time);

    // Whatever it waits for is a Task of an answer, or of none: so it keeps one awaiter, and a request costs less memory.
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProductRequest { CallerToken: { CanBeCanceled: true } brought })
            cancellationToken = brought;
        RequestState.Of(request).CallerToken = cancellationToken;
        try
        {
            while (true)
            {
                if (await EnterAsync(request, cancellationToken).ConfigureAwait(false) is { } refusal)
                    return refusal;

                var address = request.RequestUri;
                HttpResponseMessage? answer = null;
                Exception? failure = null;
                try
                {
                    answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (IsFailure(exception, cancellationToken))
                {
                    failure = exception;
                }

                var end = End(RequestState.Of(request), answer, failure, address);
                if (end.Step.Kind == NextStepKind.TakeAnswer)
                    return end.Unwrap();
                if (await WaitAsync(end, request, cancellationToken).ConfigureAwait(false) is { } response)
                    return response;
            }
        }
        finally
        {
            Leave(RequestState.Of(request));
        }
    }

    /// <summary>Waits until the request may be sent, and sends the canaries that leave before it.</summary>
    /// <returns>The answer, if it will not be sent.</returns>
    private async Task<HttpResponseMessage?> EnterAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        while (true)
        {
            var (permit, giveUp) = await gate.EnterAsync(state.Item, cancellationToken).ConfigureAwait(false);
            if (giveUp is not null)
                return new GaveUpResponse(giveUp, request);

            if (IsForFormerServer(state))
                return new GaveUpResponse(new GiveUp(GiveUpReason.ServerChanged, TimeSpan.Zero, LastFailure: null), request);
            if (permit.CanaryAddress is null)
                return null;
            await SendCanaryAsync(permit, request, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Leave(RequestState state)
    {
        PermitOf(state).Dispose();
        gate.Leave(state.Item);
    }

    private SendPermit PermitOf(RequestState state) => new(gate, state.Item);

    // It was made before a reload; whoever made it makes another one.
    private bool IsForFormerServer(RequestState state) => state.Access is { } own && !own.IsSameServerAs(access.Current);

    /// <summary>Does what comes before the item's next send.</summary>
    /// <returns>The answer, if there is no next send.</returns>
    private async Task<HttpResponseMessage?> WaitAsync(
        SendEnd end, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var step = end.Step;
        if (step.Kind == NextStepKind.SitOut)
            step = await SitOutAsync(request, cancellationToken).ConfigureAwait(false);
        if (step.Kind == NextStepKind.TakeAnswer)
            return end.Unwrap();

        end.Response?.Dispose();
        if (step.GiveUp is { } givenUp)
            return new GaveUpResponse(givenUp, request);
        if (step.Wait > 0)
            await gate.DelayAsync(step.Wait, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async ValueTask<NextStep> SitOutAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var item = RequestState.Of(request).Item;
        while (true)
        {
            var (step, look) = await gate.SitOutAsync(item, cancellationToken).ConfigureAwait(false);
            if (step.Kind != NextStepKind.Send)
                return step;

            using (look)
                await SendCanaryAsync(look, request, cancellationToken).ConfigureAwait(false);
        }
    }

    // Its answer is for the gate alone.
    private async ValueTask SendCanaryAsync(SendPermit permit, HttpRequestMessage original, CancellationToken cancellationToken)
    {
        using var canary = Canary.CreateRequest(permit, RequestState.Of(original).Item, original, options.ApiKeyHeader, cancellationToken);
        var address = canary.RequestUri;
        HttpResponseMessage? answer = null;
        Exception? failure = null;
        try
        {
            answer = await base.SendAsync(canary, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            failure = exception;
        }

        End(canary.State, answer, failure, address).Response?.Dispose();
    }

    // Whoever cancelled gets the cancellation.
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested || exception is not OperationCanceledException;

    private SendEnd End(RequestState state, HttpResponseMessage? answer, Exception? failure, Uri? address)
    {
        var result = answer is null ? Read(failure!, state) : Read(answer, state, address);
        return new SendEnd(PermitOf(state).Complete(result), answer, failure);
    }

    private SendResult Read(HttpResponseMessage response, RequestState state, Uri? address)
    {
        if (response is HeldResponse)
            return new SendResult(AttemptOutcome.Held);

        var attempt = OutcomeOf(state);
        var verdict = attempt is null ? _responses.Judge(response) : ResponseVerdict.On(response);
        var outcome = attempt ?? verdict?.Outcome ?? AttemptOutcome.Served;
        if (verdict is null)
            return new SendResult(outcome, Witness: address);

        // Whether a key is accepted is another question than whether the host serves, and what asks to wait tells little.
        var isWitness = response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && verdict.OwnWait <= 0;
        return new SendResult(outcome, verdict.PushBackWait, verdict.Quota, isWitness ? address : null, verdict.OwnWait);
    }

    private static SendResult Read(Exception exception, RequestState state) => exception is BrokenCircuitException circuit
        ? new SendResult(AttemptOutcome.CircuitOpen, circuit.RetryAfter?.TotalSeconds ?? 0)
        : new SendResult(OutcomeOf(state) ?? AttemptClassifier.Classify(exception));

    // Null: no attempt of this send has ended; the answer is somebody else's.
    private static AttemptOutcome? OutcomeOf(RequestState state) =>
        state.Attempt.Send == state.Item.Send.Number ? state.Attempt.Outcome : null;
}
