using ProductApi.Client.Fetching;

namespace ProductApi.Client.Tests.Fetching;

public sealed class IdSourceTests : IDisposable
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _ended.Dispose();

    [Fact]
    public async Task Ids_come_with_their_positions_and_the_end_stays_the_end()
    {
        var source = new IdSource(IdSequence.From([5, 6], id => new ProductId($"{id}")), CancellationToken.None);

        Assert.Equal((0, new ProductId("5")), await source.NextAsync());
        Assert.Equal((1, new ProductId("6")), await source.NextAsync());
        Assert.Null(await source.NextAsync());
        Assert.Null(await source.NextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_source_that_has_ended_or_failed_is_not_asked_again(bool fails)
    {
        var ids = new CountedEnd(fails);
        var source = new IdSource(ids, CancellationToken.None);

        if (fails)
            await Assert.ThrowsAsync<InvalidOperationException>(() => source.NextAsync().AsTask());
        Assert.Null(await source.NextAsync());
        Assert.Null(await source.NextAsync());

        Assert.Equal(1, ids.Moves);
    }

    [Fact]
    public async Task A_slow_source_does_not_keep_who_waits_for_it_from_ending_and_is_disposed_of_when_it_is_done()
    {
        var source = new IdSource(SlowIds(fails: false), _ended.Token);
        var first = source.NextAsync().AsTask();
        var second = source.NextAsync().AsTask();

        await _ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Generous));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Generous));
        await source.DisposeAsync().AsTask().WaitAsync(Generous);
        Assert.False(_disposed.Task.IsCompleted);
        _released.SetResult();

        await _disposed.Task.WaitAsync(Generous);
    }

    [Fact]
    public async Task A_slow_source_that_fails_later_is_disposed_of_too()
    {
        var source = new IdSource(SlowIds(fails: true), _ended.Token);
        var first = source.NextAsync().AsTask();
        await _ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Generous));

        await source.DisposeAsync();
        _released.SetResult();

        await _disposed.Task.WaitAsync(Generous);
    }

    [Fact]
    public async Task A_source_that_was_slow_and_came_in_time_is_disposed_of_at_once()
    {
        var source = new IdSource(SlowIds(fails: false), _ended.Token);
        var first = source.NextAsync().AsTask();
        _released.SetResult();
        Assert.Equal((0, new ProductId("1")), await first.WaitAsync(Generous));

        await source.DisposeAsync();

        Assert.True(_disposed.Task.IsCompleted);
    }

    private async IAsyncEnumerable<ProductId> SlowIds(bool fails)
    {
        try
        {
            await _released.Task;
            if (fails)
                throw new InvalidOperationException("The list of ids is broken.");
            yield return 1;
        }
        finally
        {
            _disposed.SetResult();
        }
    }

    private sealed class CountedEnd(bool fails) : IAsyncEnumerable<ProductId>, IAsyncEnumerator<ProductId>
    {
        public int Moves { get; private set; }

        public ProductId Current => default;

        public IAsyncEnumerator<ProductId> GetAsyncEnumerator(CancellationToken cancellationToken) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            Moves++;
            return fails ? throw new InvalidOperationException("The list of ids is broken.") : new(false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
