using ProductApi.Client.Fetching;

namespace ProductApi.Client.Tests.Fetching;

public sealed class AsyncLockTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private readonly AsyncLock _turn = new();

    [Fact]
    public async Task One_at_a_time_is_let_in()
    {
        Assert.True(TakeAsync().IsCompletedSuccessfully);
        var second = TakeAsync();
        var third = TakeAsync();
        Assert.False(second.IsCompleted || third.IsCompleted);

        _turn.Free();
        var next = await Task.WhenAny(second, third).WaitAsync(Generous);
        Assert.False((next == second ? third : second).IsCompleted);

        _turn.Free();
        await Task.WhenAll(second, third).WaitAsync(Generous);
        _turn.Free();
        Assert.True(TakeAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_comes_while_it_is_free_need_not_queue_up()
    {
        await TakeAsync();
        _turn.Free();

        Assert.True(TakeAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_waits_can_be_cancelled_without_holding_up_the_others()
    {
        using var cancellation = new CancellationTokenSource();
        await TakeAsync();
        var cancelled = TakeAsync(cancellation.Token);
        var other = TakeAsync();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Generous));
        _turn.Free();

        await other.WaitAsync(Generous);
    }

    [Fact]
    public async Task Who_is_woken_and_cancelled_at_once_lets_the_next_one_in()
    {
        for (var i = 0; i < 1000; i++)
        {
            using var cancellation = new CancellationTokenSource();
            await TakeAsync();
            var woken = TakeAsync(cancellation.Token);
            var next = TakeAsync();

            FreeAndCancel(cancellation);
            await woken.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Generous);
            if (woken.IsCompletedSuccessfully)
                _turn.Free();

            await next.WaitAsync(Generous);
            _turn.Free();
        }
    }

    [Fact]
    public async Task Many_workers_never_overlap()
    {
        var inside = 0;
        var turns = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await TakeAsync();
                Assert.Equal(1, Interlocked.Increment(ref inside));
                turns++;
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                _turn.Free();
            }
        }))).WaitAsync(Generous);

        Assert.Equal(800, turns);
    }

    private void FreeAndCancel(CancellationTokenSource cancellation)
    {
        _turn.Free();
        cancellation.Cancel();
    }

    private Task TakeAsync(CancellationToken cancellationToken = default) => _turn.TakeAsync(cancellationToken).AsTask();
}
