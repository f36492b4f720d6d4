using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class InheritedHandlerTests
{
    [Theory]
    [InlineData("standard", true)]
    [InlineData("standard", false)]
    [InlineData("hedging", true)]
    [InlineData("hedging", false)]
    [InlineData("own pipeline", true)]
    [InlineData("own pipeline", false)]
    [Trait("Contract", "21")]
    public async Task An_inherited_resilience_handler_does_not_multiply_the_requests(string handler, bool before)
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(500));
        var services = new ServiceCollection();
        if (before)
            services.ConfigureHttpClientDefaults(builder => AddResilience(builder, handler));
        services.AddProductClient(options =>
        {
            Quick.Retries(options);
            options.BaseAddress = server.BaseAddress;
            options.ApiKey = TestClient.Key;
        });
        if (!before)
            services.ConfigureHttpClientDefaults(builder => AddResilience(builder, handler));
        await using var provider = services.BuildServiceProvider();

        var result = await provider.GetRequiredService<IProductClient>().FetchAsync(7);

        Assert.Equal(FetchErrorKind.Unavailable, result.Error?.Kind);
        Assert.Equal((4, 4), (result.Attempts, server.Requests.Count));
    }

    [Fact]
    [Trait("Contract", "21")]
    public async Task Other_clients_of_the_service_keep_their_inherited_handler()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(500));
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(builder => AddResilience(builder, "standard"));
        services.AddProductClient(options =>
        {
            options.BaseAddress = server.BaseAddress;
            options.ApiKey = TestClient.Key;
        });
        services.AddHttpClient("another");
        await using var provider = services.BuildServiceProvider();

        using var response = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("another").GetAsync(server.BaseAddress);

        Assert.Equal(3, server.Requests.Count);
    }

    private static void AddResilience(IHttpClientBuilder builder, string handler)
    {
        switch (handler)
        {
            case "standard":
                builder.AddStandardResilienceHandler(options =>
                {
                    options.Retry.MaxRetryAttempts = 2;
                    options.Retry.Delay = TimeSpan.FromMilliseconds(1);
                });
                break;
            case "hedging":
                builder.AddStandardHedgingHandler();
                break;
            default:
                builder.AddResilienceHandler("own", pipeline => pipeline.AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromMilliseconds(1),
                }));
                break;
        }
    }
}
