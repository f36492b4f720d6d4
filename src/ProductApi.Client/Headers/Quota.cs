namespace ProductApi.Client.Headers;

/// <summary>What a server says is left of its limit: so many requests, for so long.</summary>
internal readonly record struct Quota(long Remaining, TimeSpan Reset);
