using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>What a server sees that is not the one of <c>BaseAddress</c>.</summary>
public sealed class ForeignOriginTests
{
    public static TheoryData<string, string, string> Ways =>
        SecretKey.InEachHeader(["base address", "handler", "handler at the second attempt", "redirect"]);

    [Theory]
    [MemberData(nameof(Ways))]
    [Trait("Contract", "14")]
    public async Task No_request_to_another_port_carries_the_key(string way, string header, string scheme)
    {
        await using var foreign = RawServer.WithProducts();
        await using var server = RawServer.Start(exchange => way == "redirect"
            ? exchange.AnswerAsync(307, "", $"Location: {foreign.BaseAddress}products/7")
            : exchange.AnswerAsync(500));
        await using var client = new TestClient(server.BaseAddress, KeyIn(header, scheme), builder => _ = way switch
        {
            "base address" => builder.ConfigureHttpClient(http => http.BaseAddress = foreign.BaseAddress),
            "handler" => builder.AddHttpMessageHandler(() => new Detour(foreign.BaseAddress, firstAttempt: 1)),
            "handler at the second attempt" => builder.AddHttpMessageHandler(() => new Detour(foreign.BaseAddress, firstAttempt: 2)),
            _ => builder,
        });

        var result = await client.Products.FetchAsync(7);

        Assert.Equal(way != "redirect", result.Succeeded);
        Assert.Equal(way == "redirect" ? 0 : 1, foreign.Requests.Count);
        AssertNoKey(foreign);
    }

    [Theory]
    [InlineData("http://products.test/")]
    [InlineData("https://other.test/")]
    [InlineData("https://products.test:444/")]
    [InlineData("https://products.test.other.test/")]
    [Trait("Contract", "14")]
    public async Task No_request_to_another_scheme_host_or_port_carries_the_key(string elsewhere)
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = TestClient.Scripted(
            server, build: builder => builder.AddHttpMessageHandler(() => new Detour(new Uri(elsewhere), firstAttempt: 2)));

        await client.Products.FetchManyAsync([1, 2]);

        Assert.Equal([$"Bearer {TestClient.Key}", null], server.Requests.Select(request => request.Authorization));
        Assert.Equal(new Uri(elsewhere).GetLeftPart(UriPartial.Authority), server.Requests[1].Uri.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_handler_of_the_caller_never_sees_the_key()
    {
        await using var server = RawServer.Start(exchange =>
            exchange.Request.Attempt == 1 ? exchange.AnswerAsync(500) : exchange.ProductAsync());
        var seen = new List<string>();
        await using var client = new TestClient(
            server.BaseAddress, Quick.Retries, builder => builder.AddHttpMessageHandler(() => new Onlooker(seen)));

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.All(server.Requests, request => Assert.Equal([$"Bearer {TestClient.Key}"], request.Header("Authorization")));
        Assert.Equal(4, seen.Count);
        Assert.All(seen, request => Assert.DoesNotContain(TestClient.Key, request, StringComparison.Ordinal));
    }

    private static Action<ProductClientOptions> KeyIn(string header, string scheme) => options =>
    {
        Quick.Retries(options);
        options.ApiKeyHeader = header;
        options.ApiKeyScheme = scheme;
    };

    private static void AssertNoKey(RawServer foreign) => Assert.All(foreign.Requests, request =>
        Assert.DoesNotContain(request.HeaderLines.Append(request.Line), line => line.Contains(TestClient.Key, StringComparison.Ordinal)));

    /// <summary>A handler such as those for service discovery or failover: sends requests elsewhere, from its so-manieth on.</summary>
    private sealed class Detour(Uri elsewhere, int firstAttempt) : DelegatingHandler
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _requests) >= firstAttempt)
                request.RequestUri = new Uri(elsewhere, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Onlooker(List<string> seen) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add($"{request}");
            var response = await base.SendAsync(request, cancellationToken);
            seen.Add($"{response} {response.RequestMessage}");
            return response;
        }
    }
}
