using ProductApi.Client.Sample.Server;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

public sealed class WrongKeyTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Contract", "12")]
    public async Task A_wrong_key_stops_the_run_after_the_first_requests()
    {
        await using var server = await ProductServer.StartAsync(
            new ProductServerOptions { Latency = TimeSpan.Zero, ApiKey = "another-key" });
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(6));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 200)).WaitAsync(Generous);

        var sent = results.Count(result => result.Attempts > 0);
        Assert.Equal(200, results.Count);
        Assert.InRange(sent, 1, 6);
        Assert.Equal(sent, server.Stats.Requests);
        Assert.All(results, result => Assert.Equal(
            result.Attempts > 0 ? FetchErrorKind.Unauthorized : FetchErrorKind.NotAttempted, result.Error?.Kind));
        Assert.All(
            results.Where(result => result.Attempts == 0),
            result => Assert.Contains("ApiKey", result.Error!.Message, StringComparison.Ordinal));
        Assert.All(results, result => Assert.DoesNotContain(
            TestClient.Key, $"{result} {result.Error!.Message} {result.Error.Exception}", StringComparison.Ordinal));
        Assert.DoesNotContain(client.Logs.GetSnapshot(), line => line.Message.Contains(TestClient.Key, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task Every_request_in_flight_with_a_wrong_key_gets_its_own_answer()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(401, "no such key", "WWW-Authenticate: Bearer"));
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(1));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 10)).WaitAsync(Generous);

        Assert.Equal(FetchErrorKind.Unauthorized, results[0].Error?.Kind);
        Assert.Contains("no such key", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.All(results.Skip(1), result => Assert.Equal((FetchErrorKind.NotAttempted, 0), (result.Error?.Kind, result.Attempts)));
        Assert.Single(server.Requests);
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task A_key_the_server_does_not_accept_stops_a_stream_too()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(401));
        await using var client = new TestClient(server.BaseAddress, Quick.Concurrency(4));
        using var generous = new CancellationTokenSource(Generous);
        List<FetchErrorKind?> kinds = [];

        await foreach (var result in client.Products.StreamManyAsync(Enumerable.Range(1, 100), cancellationToken: generous.Token))
            kinds.Add(result.Error?.Kind);

        Assert.Equal(100, kinds.Count);
        Assert.InRange(server.Requests.Count, 1, 4);
        Assert.Equal(server.Requests.Count, kinds.Count(kind => kind == FetchErrorKind.Unauthorized));
        Assert.Equal(100 - server.Requests.Count, kinds.Count(kind => kind == FetchErrorKind.NotAttempted));
    }
}
