namespace ProductApi.Client.Throttling;

/// <summary>Why a request is not sent (again).</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Wait">How long until the client may send again.</param>
/// <param name="LastFailure">The host's last failure, for people.</param>
/// <param name="Patience">For how long nobody was served, where that is the reason.</param>
internal sealed record GiveUp(GiveUpReason Reason, TimeSpan Wait, string? LastFailure, Patience Patience = default)
{
    /// <summary>What the item fails with.</summary>
    public FetchErrorKind Kind => Reason == GiveUpReason.OutOfService ? FetchErrorKind.Unavailable : FetchErrorKind.RateLimited;
}

internal enum GiveUpReason
{
    /// <summary>The host asked everybody to wait for longer than is waited for.</summary>
    WaitTooLong,

    /// <summary>Nobody was served for longer than is waited for, and 429 was all that was heard.</summary>
    Throttled,

    /// <summary>Nobody was served for longer than is waited for.</summary>
    OutOfService,

    /// <summary>It is a backup, for which there is no room now.</summary>
    NoBackup,

    /// <summary>Another server has taken the place of the one it was made for.</summary>
    ServerChanged,
}
