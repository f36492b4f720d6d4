using System.Net;
using ProductApi.Client.Bodies;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>One attempt, which ends when its body has arrived: so that retries and the attempt timeout cover it. Tells the gate how every
/// attempt failed, and gives a retry back that may not leave now.</summary>
internal sealed class AttemptHandler(ThrottleGate gate, BodyReader bodies, ProductClientTelemetry telemetry, int maxRetryAttempts) : DelegatingHandler
{
    private const int MaxFailureText = 256;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        state.MayRetry = false;
        state.LastOutcome = AttemptOutcome.Held;
        if (state.AttemptsThisSend > 0 && gate.IsHeld)
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request };

        state.Attempts++;
        state.AttemptsThisSend++;
        telemetry.AttemptSent();
        bodies.AskForCompression(request);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await bodies.BufferAsync(response, state.CallerToken, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (state.CallerToken.IsCancellationRequested)
                throw;

            var failure = ConnectionFailure.Of(exception, hasAnswered: response is not null, cancellationToken);
            Report(state, failure);
            if (failure == exception)
                throw;
            throw failure;
        }

        Report(state, response);
        return response;
    }

    // The framework quotes what it cannot read, and that may be the key or anything else. A long text is of no use in a log either.
    private static string Masked(string text, ApiKey? key)
    {
        var masked = SafeText.OneLine(key?.Mask(text) ?? text);
        return masked.Length > MaxFailureText ? masked[..MaxFailureText] : masked;
    }

    private void Report(RequestState state, HttpResponseMessage response)
    {
        var failure = response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode} {response.StatusCode}";
        Report(state, AttemptClassifier.Classify(response.StatusCode), timedOut: false, failure);
    }

    private void Report(RequestState state, Exception failure)
    {
        if (failure is OperationCanceledException)
            Report(state, AttemptOutcome.Faulted, timedOut: true, "attempt timeout");
        else
            Report(state, AttemptClassifier.Classify(failure), timedOut: false, Masked(AttemptClassifier.Describe(failure), state.Key));
    }

    private void Report(RequestState state, AttemptOutcome outcome, bool timedOut, string? failure)
    {
        state.LastOutcome = outcome;

        // A served attempt is the last one: the throttle tells the gate, together with the send's end.
        if (outcome is AttemptOutcome.Served or AttemptOutcome.Hopeless)
            return;

        var isDown = gate.OnFailedAttempt(outcome, timedOut, failure);
        if (outcome == AttemptOutcome.Faulted)
            state.Charge += isDown ? 0.5 : 1;
        state.MayRetry = maxRetryAttempts > 0 && !isDown && state.Charge < maxRetryAttempts + 1
            && outcome is AttemptOutcome.Faulted or AttemptOutcome.Unreachable;
    }
}
