namespace ProductApi.Client.Throttling;

/// <summary>Why a request was not sent (again): the host is out of service or asks for too long a wait.</summary>
/// <param name="Kind">What the item fails with.</param>
/// <param name="Wait">How long until the client may send again.</param>
/// <param name="LastFailure">The host's last failure, for people.</param>
internal sealed record GiveUp(FetchErrorKind Kind, TimeSpan Wait, string? LastFailure);
