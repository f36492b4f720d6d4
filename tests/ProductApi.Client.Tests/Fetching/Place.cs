namespace ProductApi.Client.Tests.Fetching;

/// <summary>Where a call can be waiting.</summary>
public enum Place
{
    IdSource,
    Slot,
    KeyInDoubt,
    QueueForTheThrottle,
    AnnouncedWait,
    OwnRetryAfter,
    BackOff,
    Headers,
    Body,
    Delivery,
    DisposalOfTheSource,
}
