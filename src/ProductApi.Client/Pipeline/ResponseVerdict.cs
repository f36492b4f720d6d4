using ProductApi.Client.Bodies;
using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>What one answer asks for. Kept with the answer's body, not with the request: an outer handler may put another answer in its
/// place, and an answer may quote the key.</summary>
/// <param name="outcome">What it says about the host.</param>
internal sealed class ResponseVerdict(AttemptOutcome outcome)
{
    public AttemptOutcome Outcome { get; } = outcome;

    /// <summary>The wait that was announced, whatever is made of it.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Whether it is longer than is waited for.</summary>
    public bool IsWaitTooLong { get; init; }

    /// <summary>The part of it that this item waits, and nobody else, before it is asked for again, in seconds.</summary>
    public double OwnWait { get; init; }

    public Quota? Quota { get; init; }

    /// <summary>What the caller's rule has said; null: nothing.</summary>
    public ResponseAdviceKind? Advice { get; init; }

    /// <summary>The wait of a push-back, in seconds.</summary>
    public double PushBackWait => Outcome is AttemptOutcome.Throttled or AttemptOutcome.Busy ? Wait.TotalSeconds : 0;

    /// <summary>Whether the answer, if it is a success, is the result.</summary>
    public bool IsResult => Outcome == AttemptOutcome.Served && OwnWait <= 0;

    /// <summary>The verdict on an answer; null where an attempt's answer asks for nothing, or no attempt has brought it.</summary>
    public static ResponseVerdict? On(HttpResponseMessage response) => (response.Content as BufferedContent)?.Verdict as ResponseVerdict;
}
