using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class AdmissionQueueTests : VirtualTimeTest
{
    private readonly List<double> _lookedAt = [];
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
    public void Who_waits_looks_again_at_once_when_woken_and_then_sleeps_on()
    {
        var queue = new AdmissionQueue(Time);
        var waiting = queue.PassAsync(new Item(), item => LookUntil(looks: 3), CancellationToken.None).AsTask();
        Time.Run(() => Task.Delay(TimeSpan.FromSeconds(0.02), Time));

        queue.Wake();

        Time.Run(() => waiting);
        Assert.Equal([0, 0.02, 0.07], _lookedAt);
    }

    [Fact]
    public void Woken_while_it_looks_it_looks_once_more_before_it_sleeps()
    {
        var queue = new AdmissionQueue(Time);

        Time.Run(() => queue.PassAsync(new Item(), LookAndWake, CancellationToken.None).AsTask());

        Assert.Equal([0, 0.05, 0.05, 0.1], _lookedAt);

        NextStep LookAndWake(Item item)
        {
            if (_lookedAt.Count == 1)
                queue.Wake();
            return LookUntil(looks: 4);
        }
    }

    [Fact]
    public void Woken_while_nobody_waits_the_next_one_looks_once_more_before_it_sleeps()
    {
        var queue = new AdmissionQueue(Time);
        queue.Wake();

        Time.Run(() => queue.PassAsync(new Item(), item => LookUntil(looks: 3), CancellationToken.None).AsTask());

        Assert.Equal([0, 0, 0.05], _lookedAt);
    }

    [Fact]
    public void Waits_are_rounded_up_to_milliseconds()
    {
        Time.Run(() => new AdmissionQueue(Time).DelayAsync(0.0204, CancellationToken.None));

        Assert.Equal(0.021, Time.Now.TotalSeconds, 6);
    }

    // The last of so many looks finds it open.
    private NextStep LookUntil(int looks)
    {
        _lookedAt.Add(Time.Now.TotalSeconds);
        return _lookedAt.Count < looks ? new NextStep(NextStepKind.LookAgain, Wait: 1) : new NextStep(NextStepKind.Send);
    }

    private NextStep Look(Item item)
    {
        var wait = _openAt - Time.Now.TotalSeconds;
        return wait > 1e-9 ? new NextStep(NextStepKind.LookAgain, wait) : new NextStep(NextStepKind.Send);
    }
}
