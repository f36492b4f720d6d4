using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Time as a server model sees it: seconds since the start, and something to do later.</summary>
internal sealed class ServerClock(VirtualTimeProvider time)
{
    public double Now => time.Now.TotalSeconds;

    /// <summary>That many seconds after the start, on the clock of the client.</summary>
    public static DateTimeOffset Date(double seconds) => VirtualTimeProvider.Start + TimeSpan.FromSeconds(seconds);

    public void After(double seconds, Action action) =>
        time.CreateTimer(static action => ((Action)action!)(), action, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
