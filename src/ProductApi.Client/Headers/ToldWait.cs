namespace ProductApi.Client.Headers;

/// <summary>How long a server asks to wait. Zero is an answer too: come back at once.</summary>
/// <param name="Length">How long.</param>
/// <param name="RestsOnClock">It was told as a point in time, and is only as true as the clocks.</param>
internal readonly record struct ToldWait(TimeSpan Length, bool RestsOnClock);
