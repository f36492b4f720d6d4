using ProductApi.Client.Fetching;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>How a call ends early: with what, and with nothing after it.</summary>
[Trait("Contract", "2")]
public sealed class RunEndTests : VirtualTimeTest
{
    [Fact]
    public void A_source_that_fails_while_its_client_is_disposed_of_is_told_as_what_failed()
    {
        var client = Client();

        Assert.Throws<FormatException>(() => Time.Run(() => client.Products.FetchManyAsync(Ids())));

        IEnumerable<ProductId> Ids()
        {
            client.Part<ClientLifetime>().Dispose();
            yield return Fails();
        }

        static ProductId Fails() => throw new FormatException();
    }

    [Fact]
    public void A_stream_that_was_cancelled_before_says_and_pulls_nothing()
    {
        var client = Client();
        var pulled = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => Time.Run(async () =>
        {
            await foreach (var _ in client.Products.StreamManyAsync(Ids(), cancellationToken: new CancellationToken(canceled: true)))
            {
            }
        }));

        Assert.Equal(0, pulled);
        Assert.DoesNotContain(client.Logs.GetSnapshot(), line => line.Id.Name == "StreamStarted");

        IEnumerable<ProductId> Ids()
        {
            pulled++;
            yield return 1;
        }
    }

    [Fact]
    public void A_stream_that_is_cancelled_hands_out_no_results_that_have_arrived_before()
    {
        var client = Client();
        var results = 0;
        using var cancellation = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Time.Run(async () =>
        {
            await foreach (var _ in client.Products.StreamManyAsync(Enumerable.Range(1, 10), cancellationToken: cancellation.Token))
            {
                results++;
                await Task.Delay(TimeSpan.FromSeconds(5), Time);
                await cancellation.CancelAsync();
            }
        }));

        Assert.Equal(1, results);
    }

    private TestClient Client() => TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);
}
