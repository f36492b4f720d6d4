using System.Collections.Concurrent;
using ProductApi.Client.Tests.Properties;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>However calls end, no task is left behind whose exception nobody has looked at.</summary>
public sealed class UnobservedExceptionTests : VirtualTimeTest
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void However_calls_end_no_exception_stays_unobserved()
    {
        Collect();
        var unobserved = new ConcurrentQueue<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, found) => unobserved.Enqueue(found.Exception);
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            foreach (var (place, ending, isStream) in WaitingCall.Cases)
                Time.Run(() => EndAsync(place, ending, isStream));
            Execution.Of(FailingSource);
            Collect();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.Empty(unobserved);
    }

    private static Plan FailingSource { get; } = new()
    {
        Scripts = [new Script([new Reply(Fate.NoAnswer)], Repeats: true), new Script([new Reply(Fate.Reset, 0)], Repeats: true)],
        Calls = [.. Enumerable.Range(0, 6).Select(at => new Call { Ids = [1, 2, 3, 4, 5], SourceThrowsAt = at, IsStream = at % 2 == 0 })],
    };

    private async Task EndAsync(Place place, Ending ending, bool isStream)
    {
        await using var call = new WaitingCall(place, ending, isStream, Time);
        await call.StartAsync();
        await call.EndAsync();
        await call.RecoverAsync();
    }

    // A task tells of its exception when it is finalised, and what it holds may have to be finalised first.
    private static void Collect()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
