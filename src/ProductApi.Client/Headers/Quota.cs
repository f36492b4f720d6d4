namespace ProductApi.Client.Headers;

/// <summary>What a server says is left of its limit: so many requests, for so long.</summary>
/// <param name="Remaining">Requests left.</param>
/// <param name="Reset">Until then.</param>
/// <param name="IsPointInTime">The end was told as a point in time, which is rounded to seconds.</param>
internal readonly record struct Quota(long Remaining, TimeSpan Reset, bool IsPointInTime = false);
