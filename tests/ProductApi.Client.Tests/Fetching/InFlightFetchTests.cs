using ProductApi.Client.Fetching;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Products;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>One fetch, its first request and its backup.</summary>
[Trait("Contract", "34")]
public sealed class InFlightFetchTests : IAsyncDisposable
{
    private static readonly ProductOutcome<Product> Answer = new(new Product { Id = "7" }, null);

    private readonly InFlightFetch<Product> _fetch = new(CancellationToken.None);

    public ValueTask DisposeAsync() => _fetch.DisposeAsync();

    [Fact]
    public void A_fetch_without_a_backup_ends_with_its_first_request()
    {
        Begin();

        Assert.True(_fetch.TryEnd());
        Assert.Null(BackUp());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Only_a_first_attempt_is_backed_up(int attempts, bool isBackedUp)
    {
        Begin(attempts);

        Assert.Equal(isBackedUp, BackUp() is not null);
        Assert.Equal(!isBackedUp, _fetch.TryEnd());
    }

    [Fact]
    public void A_fetch_has_one_backup()
    {
        Begin();
        using var backup = BackUp();

        Assert.Null(BackUp());
        Assert.Same(backup, _fetch.Backup);
    }

    [Fact]
    public void A_backup_that_was_not_sent_makes_room_for_another()
    {
        Begin();
        using var first = BackUp()!;
        _fetch.Forget(first);
        Assert.Null(_fetch.Backup);

        using var second = BackUp()!;
        _fetch.Forget(first);

        Assert.Same(second, _fetch.Backup);
    }

    [Fact]
    public void The_answer_of_a_backup_ends_the_first_request()
    {
        Begin();
        using var backup = BackUp()!;

        _fetch.OnAnswer(backup, Answer);

        Assert.Equal(Answer, backup.Answer);
        Assert.True(_fetch.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_answer_of_a_backup_that_was_forgotten_changes_nothing()
    {
        Begin();
        using var backup = BackUp()!;
        _fetch.Forget(backup);

        _fetch.OnAnswer(backup, Answer);

        Assert.Null(backup.Answer);
        Assert.False(_fetch.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_fetch_that_was_answered_ends_after_its_backup_and_the_next_one_is_not_cancelled()
    {
        Begin();
        var backup = BackUp()!;
        _fetch.OnAnswer(backup, Answer);

        var end = _fetch.EndAsync().AsTask();
        Assert.False(end.IsCompleted);
        backup.Dispose();

        Assert.Same(backup, await end);
        Assert.False(_fetch.Token.IsCancellationRequested);
        Assert.True(_fetch.TryEnd());
    }

    [Fact]
    public async Task A_backup_is_cancelled_with_its_fetch()
    {
        Begin();
        using var backup = BackUp()!;

        Assert.Same(backup, await _fetch.EndAsync());

        Assert.True(backup.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_backup_is_cancelled_with_its_worker()
    {
        Begin();
        using var backup = BackUp()!;

        await _fetch.DisposeAsync();

        Assert.True(backup.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task What_was_cancelled_by_an_answer_is_disposed_of_with_its_fetch()
    {
        Begin();
        var backup = BackUp()!;
        var token = _fetch.Token;
        _fetch.OnAnswer(backup, Answer);
        backup.Dispose();

        await _fetch.EndAsync();

        Assert.Throws<ObjectDisposedException>(() => token.WaitHandle);
    }

    [Fact]
    public async Task A_fetch_leaves_no_token_behind_when_its_worker_ends()
    {
        await _fetch.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => _fetch.Token);
    }

    [Fact]
    public void A_backup_leaves_no_token_behind_when_it_is_over()
    {
        Begin();
        var backup = BackUp()!;

        backup.Dispose();

        Assert.Throws<ObjectDisposedException>(() => backup.Token);
    }

    private void Begin(int attempts = 1) => _fetch.Begin("7", new RequestState(new Item()) { Attempts = attempts });

    private BackupRequest<Product>? BackUp()
    {
        BackupRequest<Product>? made = null;
        _fetch.BackUp(_ => true, backup => made = backup);
        return made;
    }
}
