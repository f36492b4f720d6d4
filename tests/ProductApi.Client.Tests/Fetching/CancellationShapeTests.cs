using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>Who cancelled decides what comes out, whatever the wait and whatever a handler made of it.</summary>
public sealed class CancellationShapeTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "2")]
    public void A_handler_that_wraps_cancellation_does_not_turn_a_time_limit_into_an_exception()
    {
        var client = Client();

        var results = Time.Run(
            () => client.Products.FetchManyAsync(Enumerable.Range(1, 10), new FetchOptions { TimeLimit = TimeSpan.FromSeconds(0.3) }));

        Assert.All(results, result => Assert.Equal(FetchErrorKind.NotAttempted, result.Error?.Kind));
        Assert.Equal(1, results[0].Attempts);
    }

    [Fact]
    [Trait("Contract", "2")]
    public void A_handler_that_wraps_cancellation_does_not_hide_it_from_the_caller()
    {
        var client = Client();

        Time.Run(async () =>
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.3), Time);
            var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => client.Products.FetchManyAsync(Enumerable.Range(1, 10), cancellationToken: cancellation.Token));
            Assert.Equal(cancellation.Token, thrown.CancellationToken);
        });
    }

    [Fact]
    [Trait("Contract", "13")]
    public void Cancelling_ends_a_wait_that_the_server_announced()
    {
        var server = ServerThat(_ => ScriptedServer.Status(System.Net.HttpStatusCode.TooManyRequests, "500"));
        var client = TestClient.Scripted(server, time: Time);

        Time.Run(async () =>
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(10), Time);
            var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => client.Products.FetchManyAsync(Enumerable.Range(1, 100), cancellationToken: cancellation.Token));
            Assert.Equal(cancellation.Token, thrown.CancellationToken);
        });

        Assert.Equal(10, Time.Now.TotalSeconds, 3);
        // One of them looks whether the wait is true.
        Assert.InRange(server.Requests.Count, 1, 21);
        Assert.All(server.Requests, request => Assert.True(request.At < VirtualTimeProvider.Start + TimeSpan.FromSeconds(1)));
    }

    private TestClient Client() => TestClient.Scripted(
        ServerThat(request => ScriptedServer.Product(request.Id), latency: 5), time: Time, build: builder => builder.AddHttpMessageHandler(
            () => new Wrapping()));

    private sealed class Wrapping : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (OperationCanceledException exception)
            {
                throw new InvalidOperationException("No token for you.", exception);
            }
        }
    }
}
