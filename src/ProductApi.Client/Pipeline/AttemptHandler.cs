using ProductApi.Client.Bodies;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>One attempt, which ends when its body has arrived: so that retries and the attempt timeout cover it. Tells the gate how every
/// attempt failed, and gives a retry back that may not leave now.</summary>
internal sealed class AttemptHandler(
    ThrottleGate gate,
    BodyReader bodies,
    ResponseClassifier responses,
    CallersHandlers callers,
    ProductClientTelemetry telemetry,
    Secrets secrets)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        var callerToken = state.CallerToken;
        var send = state.Item.Send;
        var isRetry = state.Attempt.Send == send.Number;
        if (isRetry && !PermitOf(state).TryRetry())
            return new HeldResponse(request);

        state.Attempt = new AttemptState(send.Number, Outcome: null, MayRetry: false);
        Count(state, send.IsCanary);
        var sent = callers.MayReplaceRequests ? RequestCopy.Of(request, state) : request;
        bodies.AskForCompression(sent);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(sent, cancellationToken).ConfigureAwait(false);
            await bodies.BufferAsync(response, callerToken, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (callerToken.IsCancellationRequested)
                throw;

            var failure = ConnectionFailure.Of(exception, hasAnswered: response is not null, cancellationToken);
            Report(RequestState.Of(request), failure, hasAnswered: response is not null);
            var seen = ConnectionFailure.WithoutSecrets(failure, secrets);
            if (seen == exception)
                throw;
            throw seen;
        }

        Judge(RequestState.Of(request), response);
        return response;
    }

    private void Judge(RequestState state, HttpResponseMessage response)
    {
        ResponseVerdict? verdict;
        try
        {
            var body = (BufferedContent)response.Content;
            verdict = responses.Judge(response, body.Bytes);
            body.Verdict = verdict;
        }
        catch (ResponseRuleException)
        {
            response.Dispose();
            Report(state, AttemptOutcome.Hopeless, timedOut: false, failure: null);
            throw;
        }

        var outcome = verdict?.Outcome ?? AttemptOutcome.Served;
        var failure = outcome == AttemptOutcome.Served ? null : FailureText.Of(response, secrets);
        Report(state, outcome, timedOut: false, failure);

        // The item goes back to the throttle for it.
        if (verdict is { OwnWait: > 0 })
            state.Attempt = state.Attempt with { MayRetry = false };
    }

    private SendPermit PermitOf(RequestState state) => new(gate, state.Item);

    private void Count(RequestState state, bool isCanary)
    {
        if (isCanary)
        {
            telemetry.CanarySent();
            return;
        }

        state.Attempts++;
        telemetry.AttemptSent();
    }

    private void Report(RequestState state, Exception failure, bool hasAnswered)
    {
        if (failure is OperationCanceledException)
            Report(state, AttemptOutcome.Faulted, timedOut: true, "attempt timeout");
        else
            Report(state, AttemptClassifier.Classify(failure, hasAnswered), timedOut: false, FailureText.Of(failure, secrets));
    }

    // A served attempt is the last one: the throttle tells the gate, together with the send's end.
    private void Report(RequestState state, AttemptOutcome outcome, bool timedOut, string? failure)
    {
        var verdict = outcome is AttemptOutcome.Served or AttemptOutcome.Hopeless
            ? new AttemptVerdict(outcome, MayRetry: false)
            : PermitOf(state).OnFailedAttempt(outcome, timedOut, failure);
        state.Attempt = new AttemptState(state.Item.Send.Number, verdict.Outcome, verdict.MayRetry);
    }
}
