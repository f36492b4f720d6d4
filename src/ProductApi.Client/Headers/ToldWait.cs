namespace ProductApi.Client.Headers;

/// <summary>How long a server asks to wait; zero where it does not. One that rests on a clock was told as a point in time, and is only as
/// true as the clocks.</summary>
internal readonly record struct ToldWait(TimeSpan Length, bool RestsOnClock);
