using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>A wait announced at second 100 by an answer that was decided upon at 99.9, to a client that waits for 600 s at most.</summary>
public abstract class AnnouncedWaitTest
{
    private protected AnnouncedWait Wait { get; } = new(maxWait: 600);

    private protected void Announce(double seconds) => Wait.Announce(100, decidedAt: 99.9, seconds, pace: 7);

    private protected void Look(double seconds)
    {
        Announce(seconds);
        Wait.OnLook();
    }
}
