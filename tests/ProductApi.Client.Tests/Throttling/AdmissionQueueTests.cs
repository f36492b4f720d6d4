using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class AdmissionQueueTests : VirtualTimeTest
{
    private double _openAt = double.PositiveInfinity;

    [Fact]
    public void It_is_empty_when_nobody_waits_any_more()
    {
        var turnstile = new AdmissionQueue(Time);
        using var cancellation = new CancellationTokenSource();
        Assert.True(turnstile.IsEmpty);

        var first = turnstile.PassAsync(TryAdmit, CancellationToken.None).AsTask();
        var second = turnstile.PassAsync(TryAdmit, cancellation.Token).AsTask();
        Assert.False(turnstile.IsEmpty);
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Time.Run(() => second));
        Assert.False(turnstile.IsEmpty);
        _openAt = 0;

        Assert.Equal(5, Time.Run(() => first).Sequence);
        Assert.True(turnstile.IsEmpty);
    }

    [Theory]
    [InlineData(0.03, 0.03)]
    [InlineData(0.12, 0.12)]
    public void Who_waits_looks_again_every_twentieth_of_a_second(double openAt, double passedAt)
    {
        var turnstile = new AdmissionQueue(Time);
        _openAt = openAt;

        Time.Run(() => turnstile.PassAsync(TryAdmit, CancellationToken.None).AsTask());

        Assert.Equal(passedAt, Time.Now.TotalSeconds, 6);
    }

    [Fact]
    public void A_wait_that_ends_early_is_noticed_within_a_twentieth_of_a_second()
    {
        var turnstile = new AdmissionQueue(Time);
        var waiting = turnstile.PassAsync(TryAdmit, CancellationToken.None).AsTask();
        Time.Run(() => Task.Delay(TimeSpan.FromSeconds(0.22), Time));

        _openAt = 0;

        Time.Run(() => waiting);
        Assert.Equal(0.25, Time.Now.TotalSeconds, 6);
    }

    private double TryAdmit(out SendPermit admission)
    {
        admission = new SendPermit(5, null);
        return Math.Max(0, _openAt - Time.Now.TotalSeconds);
    }
}
