using ProductApi.Client.Headers;

namespace ProductApi.Client.Throttling;

/// <summary>How a send ended.</summary>
/// <param name="Outcome">What its last attempt says about the host.</param>
/// <param name="RetryAfter">The wait that was announced, in seconds; of an open circuit breaker, until it closes.</param>
/// <param name="Quota">The quota that was announced.</param>
/// <param name="Witness">The address, if it can be asked for again to see whether the host is serving.</param>
/// <param name="OwnWait">The wait that this item alone was asked for, in seconds; it is charged.</param>
internal readonly record struct SendResult(
    AttemptOutcome Outcome, double RetryAfter = 0, Quota? Quota = null, Uri? Witness = null, double OwnWait = 0);
