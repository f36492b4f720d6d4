using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>What one answer asks for.</summary>
/// <param name="response">The answer: an outer handler may have put another in its place.</param>
/// <param name="outcome">What it says about the host.</param>
internal sealed class ResponseVerdict(HttpResponseMessage response, AttemptOutcome outcome)
{
    public HttpResponseMessage Response { get; } = response;

    public AttemptOutcome Outcome { get; } = outcome;

    /// <summary>The wait that was announced, whatever is made of it.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The part of it that this item waits, and nobody else, before it is asked for again, in seconds.</summary>
    public double OwnWait { get; init; }

    public Quota? Quota { get; init; }

    /// <summary>What the caller's rule has said; null: nothing.</summary>
    public ResponseAdviceKind? Advice { get; init; }

    /// <summary>The wait of a push-back, in seconds.</summary>
    public double PushBackWait => Outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy ? Wait.TotalSeconds : 0;

    /// <summary>Whether the answer is a product, if its body is one.</summary>
    public bool MayBeProduct => Outcome == AttemptOutcome.Served && OwnWait <= 0 && Response.IsSuccessStatusCode;
}
