using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>One id the server never serves, among a hundred: wherever it stands, the others arrive and it fails with its own
/// error.</summary>
[Trait("Speed", "Slow")]
public sealed class OneBadIdHttpTests
{
    [Theory]
    [InlineData(429, FetchErrorKind.RateLimited)]
    [InlineData(503, FetchErrorKind.Unavailable)]
    [Trait("Contract", "11")]
    public Task An_id_that_is_always_refused_fails_alone(int status, FetchErrorKind kind) => AtEveryPosition(async bad =>
    {
        await using var server = RawServer.Start(
            exchange => exchange.Request.Id == bad ? exchange.AnswerAsync(status) : exchange.ProductAsync());
        await using var client = new TestClient(server.BaseAddress);
        using var ended = new CancellationTokenSource();
        await WarmUpAsync(client);

        // "With another success of the client between each two": a second call is still busy when the bad id is the last of its own.
        var company = FetchUntilAsync(client, ended.Token);
        var failed = await FailsAloneAsync(client, bad);
        await ended.CancelAsync();

        Assert.Equal((kind, (HttpStatusCode)status), (failed.Error!.Kind, failed.Error.StatusCode));
        Assert.True(failed.Attempts >= 8, $"{failed.Attempts} attempts");
        Assert.Equal(server.RequestsFor(bad).Count, failed.Attempts);
        Assert.True(await company > 0);
    });

    [Fact]
    [Trait("Contract", "11")]
    [Trait("Contract", "12")]
    public Task An_id_that_is_answered_401_fails_alone() => AtEveryPosition(async bad =>
    {
        // Nothing has been served yet when the first id is answered 401: those in flight must get their chance.
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        RawServer? self = null;
        await using var server = self = RawServer.Start(async exchange =>
        {
            if (exchange.Request.Id == bad)
            {
                await self!.ReceivedAsync(2);
                await exchange.AnswerAsync(401);
                refused.TrySetResult();
                return;
            }

            if (bad == "1")
                await refused.Task;
            await exchange.ProductAsync();
        });
        await using var client = new TestClient(server.BaseAddress);

        var failed = await FailsAloneAsync(client, bad);

        // More than two where nobody else was served between two of them.
        Assert.Equal(FetchErrorKind.Unauthorized, failed.Error!.Kind);
        Assert.InRange(failed.Attempts, 2, 4);
        Assert.False(failed.Error.IsTransient);
    });

    [Fact]
    [Trait("Contract", "11")]
    public Task An_id_that_always_faults_fails_alone() => AtEveryPosition(async bad =>
    {
        await using var server = RawServer.Start(
            exchange => exchange.Request.Id != bad ? exchange.ProductAsync() : exchange.AnswerAsync(500));
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var failed = await FailsAloneAsync(client, bad);

        Assert.Equal((FetchErrorKind.Unavailable, 4), (failed.Error!.Kind, failed.Attempts));
    });

    [Fact]
    [Trait("Contract", "11")]
    public Task An_id_whose_connection_is_always_reset_fails_alone() => AtEveryPosition(async bad =>
    {
        await using var server = RawServer.Start(exchange => exchange.Request.Id != bad ? exchange.ProductAsync() : exchange.ResetAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries);

        var failed = await FailsAloneAsync(client, bad);

        // While others are served it might be one connection too many, which is not charged; where nobody is, it is a fault.
        Assert.Equal(FetchErrorKind.Network, failed.Error!.Kind);
        Assert.True(failed.Attempts >= 4, $"{failed.Attempts} attempts");
    });

    // The pace after the first push-back follows from that before it, which is low in a process that still compiles itself.
    private static async Task WarmUpAsync(TestClient client)
    {
        var results = await client.Products.FetchManyAsync(Enumerable.Range(501, 300));
        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    private static Task AtEveryPosition(Func<string, Task> test) => Task.WhenAll(test("1"), test("50"), test("100"));

    private static async Task<FetchResult<Product>> FailsAloneAsync(TestClient client, string bad)
    {
        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 100)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(100, results.Count);
        var failed = Assert.Single(results, result => !result.Succeeded);
        Assert.Equal(bad, failed.ProductId);
        return failed;
    }

    private static async Task<int> FetchUntilAsync(TestClient client, CancellationToken ended)
    {
        var succeeded = 0;
        var ids = Enumerable.Range(1001, 100_000).TakeWhile(_ => !ended.IsCancellationRequested);
        await foreach (var result in client.Products.StreamManyAsync(ids, cancellationToken: CancellationToken.None))
        {
            Assert.True(result.Succeeded, result.Error?.ToString());
            succeeded++;
        }

        return succeeded;
    }
}
