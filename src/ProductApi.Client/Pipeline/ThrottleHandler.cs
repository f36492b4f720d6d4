using System.Net;
using System.Runtime.ExceptionServices;
using Polly.CircuitBreaker;
using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>Sends a request when the gate lets it, and again when the host told it to wait: that is not charged as a retry.</summary>
internal sealed class ThrottleHandler(ThrottleGate gate, Attribution fairness, ProductClientOptions options, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        if (state.CallerToken.CanBeCanceled)
            cancellationToken = state.CallerToken;
        else
            state.CallerToken = cancellationToken;

        var failuresBefore = gate.Failures;
        Attribution.Item? refusals = null;
        HttpResponseMessage? refused = null;
        while (true)
        {
            var admission = await gate.EnterAsync(failuresBefore, cancellationToken).ConfigureAwait(false);
            if (admission.Refusal is { } refusal)
            {
                // The last item of a run cannot be told from an outage in time, but its own refusal tells people more.
                if (refusal.Kind == FetchErrorKind.Unavailable && refused is not null && refusals is { IsRefusedAlone: true })
                    return refused;

                state.Refusal = refusal;
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request };
            }

            refused?.Dispose();
            refused = null;
            state.AttemptsThisSend = 0;
            SendEnd end;
            try
            {
                end = Read(await base.SendAsync(request, cancellationToken).ConfigureAwait(false), state.LastOutcome);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                gate.OnAbandoned();
                throw;
            }
            catch (Exception exception)
            {
                end = Read(exception);
            }

            if (end.Outcome == AttemptOutcome.Served)
                fairness.OnServed();
            else if (IsRefused(end.Outcome))
            {
                refusals ??= fairness.StartItem(request.RequestUri, gate.Report.Pace);
                if (refusals.IsTheItemsOwn(end.RetryAfter > options.MaxRetryAfter))
                {
                    gate.OnItemAtFault(refusals.PaceBefore);
                    return end.Unwrap();
                }
            }

            var wait = gate.OnResult(admission.Sequence, end.Outcome, end.RetryAfter, end.Quota);
            if (end.Outcome is AttemptOutcome.Served or AttemptOutcome.Hopeless
                || (end.Outcome == AttemptOutcome.Faulted && state.Charge >= options.MaxRetryAttempts + 1))
            {
                return end.Unwrap();
            }

            if (end.Outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy)
                refused = end.Response;
            else
                end.Response?.Dispose();
            if (wait > TimeSpan.Zero)
                await gate.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsRefused(AttemptOutcome outcome) =>
        outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy or AttemptOutcome.Unreachable;

    private SendEnd Read(HttpResponseMessage response, AttemptOutcome outcome)
    {
        var retryAfter = outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy
            ? RetryAfterHeader.Read(response.Headers, time)
            : TimeSpan.Zero;
        return new SendEnd(outcome, retryAfter, RateLimitHeaders.Read(response.Headers, time), response, null);
    }

    private static SendEnd Read(Exception exception) => exception is BrokenCircuitException circuit
        ? new SendEnd(AttemptOutcome.CircuitOpen, circuit.RetryAfter ?? TimeSpan.Zero, null, null, exception)
        : new SendEnd(AttemptClassifier.Classify(exception), TimeSpan.Zero, null, null, exception);

    private readonly record struct SendEnd(
        AttemptOutcome Outcome, TimeSpan RetryAfter, Quota? Quota, HttpResponseMessage? Response, Exception? Exception)
    {
        public HttpResponseMessage Unwrap()
        {
            if (Exception is not null)
                ExceptionDispatchInfo.Throw(Exception);
            return Response!;
        }
    }
}
