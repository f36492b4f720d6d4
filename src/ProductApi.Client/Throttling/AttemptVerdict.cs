namespace ProductApi.Client.Throttling;

/// <summary>What the gate makes of a failed attempt.</summary>
/// <param name="Outcome">What it was, in the light of how others fare.</param>
/// <param name="MayRetry">Whether it may be repeated at once, after a back-off.</param>
internal readonly record struct AttemptVerdict(AttemptOutcome Outcome, bool MayRetry);
