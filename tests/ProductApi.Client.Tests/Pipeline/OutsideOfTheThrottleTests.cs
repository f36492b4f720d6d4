using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Documentation;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>Handlers at index 0 stand outside of the throttle: what they answer themselves costs no attempt and no wait.</summary>
public sealed class OutsideOfTheThrottleTests
{
    [Fact]
    public async Task What_a_cache_answers_there_costs_no_attempt()
    {
        await using var server = RawServer.WithProducts();
        var cache = new Cache();
        await using var client = new TestClient(
            server.BaseAddress, build: builder => builder.ConfigureAdditionalHttpMessageHandlers(
                (handlers, _) => handlers.Insert(0, cache)));

        var first = await client.Products.FetchManyAsync(Enumerable.Range(1, 20));
        var second = await client.Products.FetchManyAsync(Enumerable.Range(1, 20));

        Assert.All(first, result => Assert.Equal((true, 1), (result.Succeeded, result.Attempts)));
        Assert.All(second, result => Assert.Equal((true, 0), (result.Succeeded, result.Attempts)));
        Assert.Equal(20, server.Requests.Count);
    }

    [Fact]
    public async Task A_share_of_a_known_limit_is_kept_there()
    {
        await using var server = RawServer.WithProducts();
        await using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 2, QueueLimit = 100 });
        await using var client = new TestClient(
            server.BaseAddress,
            build: builder => builder.ConfigureAdditionalHttpMessageHandlers(
                (handlers, _) => handlers.Insert(0, new Recipes.LimitHandler(limiter))));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(20, limiter.GetStatistics()!.TotalSuccessfulLeases);
    }

    private sealed class Cache : DelegatingHandler
    {
        private readonly Dictionary<Uri, byte[]> _bodies = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[]? body;
            lock (_bodies)
                _bodies.TryGetValue(request.RequestUri!, out body);
            if (body is not null)
                return new HttpResponseMessage { Content = new ByteArrayContent(body), RequestMessage = request };

            var response = await base.SendAsync(request, cancellationToken);
            body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            lock (_bodies)
                _bodies[request.RequestUri!] = body;
            return response;
        }
    }
}
