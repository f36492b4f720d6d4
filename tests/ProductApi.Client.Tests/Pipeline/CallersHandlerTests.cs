using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Logging;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>What handlers that callers put into the chain meet, and what the client makes of what they do.</summary>
public sealed class CallersHandlerTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Contract", "16")]
    public async Task A_handler_reads_the_text_of_a_compressed_answer()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(200, Compression.Compress("gzip", """{"id":"7"}"""u8), "Content-Encoding: gzip"));
        var read = new List<string>();
        await using var client = new TestClient(
            server.BaseAddress, build: builder => builder.AddHttpMessageHandler(() => new Reader(read)));

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(["""{"id":"7"}"""], read);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task A_primary_handler_of_the_callers_that_is_shared_and_at_work_stays_as_it_is()
    {
        await using var server = RawServer.WithProducts();
        using var shared = new SocketsHttpHandler();
        await using var client = new TestClient(server.BaseAddress, build: builder =>
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => shared).AddHttpMessageHandler(() => new Reader([]));
            builder.Services.AddHttpClient("other").ConfigurePrimaryHttpMessageHandler(() => shared);
        });
        using var other = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using var answer = await other.GetAsync(server.BaseAddress);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(DecompressionMethods.None, shared.AutomaticDecompression);
        Assert.Empty(server.Requests[^1].Header("Accept-Encoding"));
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task An_encoding_the_caller_asks_for_is_asked_for()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress, build: builder => builder
            .ConfigureHttpClient(http => http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity")));

        await client.Products.FetchAsync(7);

        Assert.Equal(["identity"], Assert.Single(server.Requests).Header("Accept-Encoding"));
    }

    [Fact]
    [Trait("Contract", "12")]
    public async Task A_handler_that_sends_a_request_of_its_own_does_not_hide_a_wrong_key()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(401, $"I do not know {TestClient.Key}."));
        await using var client = new TestClient(
            server.BaseAddress, Quick.Concurrency(4), builder => builder.AddHttpMessageHandler(() => new Copier()));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 50)).WaitAsync(Generous);

        Assert.InRange(server.Requests.Count, 1, 4);
        Assert.Equal(50 - server.Requests.Count, results.Count(result => result.Error?.Kind == FetchErrorKind.NotAttempted));
        Assert.All(results, result => Assert.DoesNotContain(TestClient.Key, result.Error!.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_logger_of_the_caller_does_not_get_the_key()
    {
        await using var server = RawServer.WithProducts();
        var logger = new RequestLogger();
        await using var client = new TestClient(server.BaseAddress, build: builder => builder.AddLogger(_ => logger));

        await client.Products.FetchAsync(7);

        Assert.Equal([$"Bearer {TestClient.Key}"], Assert.Single(server.Requests).Header("Authorization"));
        Assert.Equal(2, logger.Requests.Count);
        Assert.All(logger.Requests, request => Assert.DoesNotContain(TestClient.Key, request, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Contract", "14")]
    public async Task A_handler_that_authenticates_elsewhere_keeps_its_own_header()
    {
        await using var elsewhere = RawServer.WithProducts();
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(
            server.BaseAddress, build: builder => builder.AddHttpMessageHandler(() => new Mirror(elsewhere.BaseAddress)));

        Assert.True((await client.Products.FetchAsync(7)).Succeeded);

        Assert.Empty(server.Requests);
        Assert.Equal(["Mirror ticket"], Assert.Single(elsewhere.Requests).Header("Authorization"));
    }

    [Fact]
    [Trait("Contract", "29")]
    public async Task Every_attempt_starts_from_the_request_as_the_client_made_it()
    {
        await using var server = RawServer.Start(exchange => (exchange.Request.Id, exchange.Request.Attempt) switch
        {
            ("3" or "13", 1) => exchange.AnswerAsync(500),
            ("3" or "13", 2) => exchange.AnswerAsync(429),
            ("3" or "13", 3) => exchange.AnswerAsync(502, "", "Retry-After: 1"),
            _ => exchange.ProductAsync(),
        });
        await using var client = new TestClient(
            server.BaseAddress, Quick.Retries, builder => builder.AddHttpMessageHandler(() => new Adding()));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20)).WaitAsync(Generous);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal((4, 4, 26), (server.RequestsFor("3").Count, server.RequestsFor("13").Count, server.Requests.Count));
        Assert.All(server.Requests, request =>
        {
            Assert.Single(request.Header("X-Request-Id"));
            Assert.Equal([$"Bearer {TestClient.Key}"], request.Header("Authorization"));
            Assert.Equal($"/products/{request.Id}?api_key=1", request.Target);
        });
    }

    private sealed class Adding : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Request-Id", Guid.NewGuid().ToString());
            request.RequestUri = new Uri($"{request.RequestUri}{(request.RequestUri!.Query.Length == 0 ? '?' : '&')}api_key=1");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Reader(List<string> read) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            read.Add(await response.Content.ReadAsStringAsync(cancellationToken));
            return response;
        }
    }

    private sealed class Copier : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.SendAsync(new HttpRequestMessage(request.Method, request.RequestUri), cancellationToken);
    }

    private sealed class Mirror(Uri elsewhere) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(elsewhere, request.RequestUri!.PathAndQuery);
            request.Headers.TryAddWithoutValidation("Authorization", "Mirror ticket");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class RequestLogger : IHttpClientLogger
    {
        public List<string> Requests { get; } = [];

        public object? LogRequestStart(HttpRequestMessage request)
        {
            Requests.Add($"{request}");
            return null;
        }

        public void LogRequestStop(object? context, HttpRequestMessage request, HttpResponseMessage response, TimeSpan elapsed) =>
            Requests.Add($"{request}");

        public void LogRequestFailed(
            object? context, HttpRequestMessage request, HttpResponseMessage? response, Exception exception, TimeSpan elapsed) =>
            Requests.Add($"{request}");
    }
}
