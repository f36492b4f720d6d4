using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Fetching;

namespace ProductApi.Client.Tests.Fetching;

[Trait("Contract", "2")]
public sealed class RunCancellationTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly CancellationTokenSource _enumerator = new();

    public void Dispose()
    {
        _caller.Dispose();
        _enumerator.Dispose();
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public void Of_two_tokens_the_one_that_was_cancelled_is_the_callers(bool callerCancels, bool enumeratorCancels, bool isCaller)
    {
        using var run = Run();
        if (callerCancels)
            _caller.Cancel();
        if (enumeratorCancels)
            _enumerator.Cancel();

        Assert.Equal(isCaller ? _caller.Token : _enumerator.Token, run.Caller);
    }

    [Fact]
    public void A_run_that_is_over_keeps_no_timer_and_no_link_to_its_callers()
    {
        var run = Run();

        run.Dispose();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.False(run.IsTimeUp);
        Assert.Throws<ObjectDisposedException>(() => run.Sending);
        Assert.Throws<ObjectDisposedException>(() => run.Ended);
    }

    private RunCancellation Run() => new(_time, TimeSpan.FromSeconds(1), CancellationToken.None, _caller.Token, _enumerator.Token);
}
