using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>A backup on real sockets.</summary>
[Trait("Contract", "34")]
public sealed class BackupHttpTests
{
    private const string Slow = "30";

    [Fact]
    public async Task The_connection_of_a_request_that_was_overtaken_is_closed()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.Start(async exchange =>
        {
            if (exchange.Request is not { Id: Slow, Attempt: 1 })
            {
                await exchange.ProductAsync();
                return;
            }

            await exchange.StallHeadersAsync();
            left.SetResult();
        });
        await using var client = new TestClient(server.BaseAddress, options => options.BackupRequests = true);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 60));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));

        // A machine that stands still may be late with the backup, too; on virtual time (BackupTests) they are two.
        Assert.InRange(results.Single(result => result.ProductId == Slow).Attempts, 2, 8);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
