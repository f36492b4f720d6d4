namespace ProductApi.Client.Tests.Properties;

/// <summary>One request as the planned server saw it.</summary>
/// <param name="Call">The call it came from.</param>
/// <param name="Id">The id it asked for.</param>
/// <param name="Item">What all requests for one position of a call have in common.</param>
/// <param name="At">When it came.</param>
/// <param name="IsCanary">Whether it asks for what was served before, to see whether the host is serving.</param>
internal sealed record Exchange(int Call, int Id, object Item, TimeSpan At, bool IsCanary)
{
    public Fate? Fate { get; set; }

    /// <summary>When the head of the answer left.</summary>
    public TimeSpan? AnsweredAt { get; set; }

    /// <summary>When the client had the whole answer, or had left.</summary>
    public TimeSpan? EndedAt { get; set; }

    /// <summary>Whether the client has read the answer to its end.</summary>
    public bool IsHeard { get; set; }

    /// <summary>The Retry-After it was refused with.</summary>
    public TimeSpan RetryAfter { get; set; }

    public bool IsRefused =>
        Fate is Properties.Fate.Throttled or Properties.Fate.Busy or Properties.Fate.Refused
            or Properties.Fate.ConnectTimeout or Properties.Fate.Reset
            or Properties.Fate.NoSuchHost or Properties.Fate.BadCertificate;

    public bool IsServed => Fate is Properties.Fate.Product or Properties.Fate.NotFound or Properties.Fate.Unauthorized
        or Properties.Fate.NotImplemented or Properties.Fate.Redirect or Properties.Fate.EmptyBody
            or Properties.Fate.Malformed or Properties.Fate.Oversized;

    public override string ToString() =>
        $"{Call}-{Id} at {At.TotalSeconds}: {Fate}{(RetryAfter > TimeSpan.Zero ? $" Retry-After {RetryAfter}" : "")}"
        + $" answered {AnsweredAt?.TotalSeconds} ended {EndedAt?.TotalSeconds}";
}
