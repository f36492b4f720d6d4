using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class AdmissionQueueTests : VirtualTimeTest
{
    private double _openAt = double.PositiveInfinity;

    [Fact]
    public void It_is_empty_when_nobody_waits_any_more()
    {
        var queue = new AdmissionQueue(Time);
        using var cancellation = new CancellationTokenSource();
        Assert.True(queue.IsEmpty);

        var first = queue.PassAsync(new Item(), Look, CancellationToken.None).AsTask();
        var second = queue.PassAsync(new Item(), Look, cancellation.Token).AsTask();
        Assert.False(queue.IsEmpty);
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Time.Run(() => second));
        Assert.False(queue.IsEmpty);
        _openAt = 0;

        Assert.Equal(NextStepKind.Send, Time.Run(() => first).Kind);
        Assert.True(queue.IsEmpty);
    }

    [Theory]
    [InlineData(0.03, 0.03)]
    [InlineData(0.12, 0.12)]
    public void Who_waits_looks_again_every_twentieth_of_a_second(double openAt, double passedAt)
    {
        var queue = new AdmissionQueue(Time);
        _openAt = openAt;

        Time.Run(() => queue.PassAsync(new Item(), Look, CancellationToken.None).AsTask());

        Assert.Equal(passedAt, Time.Now.TotalSeconds, 6);
    }

    [Fact]
    public void A_wait_that_ends_early_is_noticed_within_a_twentieth_of_a_second()
    {
        var queue = new AdmissionQueue(Time);
        var waiting = queue.PassAsync(new Item(), Look, CancellationToken.None).AsTask();
        Time.Run(() => Task.Delay(TimeSpan.FromSeconds(0.22), Time));

        _openAt = 0;

        Time.Run(() => waiting);
        Assert.Equal(0.25, Time.Now.TotalSeconds, 6);
    }

    [Fact]
    public void Waits_are_rounded_up_to_milliseconds()
    {
        Time.Run(() => new AdmissionQueue(Time).DelayAsync(0.0204, CancellationToken.None));

        Assert.Equal(0.021, Time.Now.TotalSeconds, 6);
    }

    private NextStep Look(Item item)
    {
        var wait = _openAt - Time.Now.TotalSeconds;
        return wait > 1e-9 ? new NextStep(NextStepKind.LookAgain, wait) : new NextStep(NextStepKind.Send);
    }
}
