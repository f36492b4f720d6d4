using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>What handlers meet that callers put around ours, and what else callers set on the HttpClient.</summary>
public sealed class OuterHandlerTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Contract", "18")]
    public async Task A_handler_around_ours_is_told_when_the_run_is_cancelled()
    {
        await using var server = RawServer.WithProducts();
        var waiting = new Waiting();
        await using var client = new TestClient(server.BaseAddress, build: builder => AddOutermost(builder, waiting));
        using var cancellation = new CancellationTokenSource();

        var run = client.Products.FetchAsync(7, cancellationToken: cancellation.Token);
        await waiting.Entered.WaitAsync(Generous);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Generous));
        Assert.Empty(server.Requests);
    }

    [Fact]
    [Trait("Contract", "18")]
    public async Task A_handler_around_ours_may_give_up_a_request()
    {
        await using var server = RawServer.Start(exchange => exchange.StallHeadersAsync());
        await using var client = new TestClient(server.BaseAddress, Quick.Retries(0), builder => AddOutermost(builder, new Impatient()));

        var result = await client.Products.FetchAsync(7).WaitAsync(Generous);

        Assert.Equal(FetchErrorKind.Timeout, result.Error?.Kind);
        Assert.Contains("a handler in the client's chain cancelled it", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "16")]
    public async Task A_handler_around_ours_reads_the_answer_with_its_headers()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(
            200, Compression.Compress("gzip", """{"id":"7"}"""u8), "Content-Encoding: gzip", "Content-Type: application/json"));
        var reading = new Reading();
        await using var client = new TestClient(server.BaseAddress, build: builder => AddOutermost(builder, reading));

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal("""application/json: {"id":"7"}""", reading.Read);
    }

    [Fact]
    [Trait("Contract", "1")]
    public async Task A_handler_around_ours_may_send_a_copy_of_the_request()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress, build: builder => AddOutermost(builder, new Copying()));

        var result = await client.Products.FetchAsync(7);

        Assert.Equal((true, 1), (result.Succeeded, result.Attempts));
    }

    [Fact]
    [Trait("Contract", "9")]
    public async Task A_timeout_set_on_the_HttpClient_holds()
    {
        await using var server = RawServer.Start(exchange => exchange.StallHeadersAsync());
        await using var client = new TestClient(
            server.BaseAddress, build: builder => builder.ConfigureHttpClient(http => http.Timeout = TimeSpan.FromMilliseconds(100)));

        var result = await client.Products.FetchAsync(7).WaitAsync(Generous);

        Assert.Equal((FetchErrorKind.Timeout, 1), (result.Error?.Kind, result.Attempts));
        Assert.Contains("no result within 0.1 s (HttpClient.Timeout)", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Contract", "30")]
    public async Task A_timeout_set_on_the_HttpClient_is_named_when_it_ends_a_wait()
    {
        await using var server = RawServer.Start(exchange => exchange.AnswerAsync(429, "", "Retry-After: 60"));
        await using var client = new TestClient(
            server.BaseAddress, build: builder => builder.ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(0.2)));

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 30)).WaitAsync(Generous);

        Assert.All(
            results, result => Assert.Contains("within 0.2 s (HttpClient.Timeout)", result.Error!.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Contract", "20")]
    public async Task The_platforms_own_metrics_are_those_of_the_container()
    {
        await using var server = RawServer.WithProducts();
        await using var client = new TestClient(server.BaseAddress);
        using var durations = new MetricCollector<double>(
            client.Services.GetRequiredService<IMeterFactory>(), "System.Net.Http", "http.client.request.duration");

        await client.Products.FetchAsync(7);

        Assert.Single(durations.GetMeasurementSnapshot());
    }

    private static void AddOutermost(IHttpClientBuilder builder, DelegatingHandler handler) =>
        builder.ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, handler));

    private sealed class Waiting : DelegatingHandler
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Impatient : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromMilliseconds(100));
            return await base.SendAsync(request, patience.Token);
        }
    }

    private sealed class Copying : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var copy = new HttpRequestMessage(request.Method, request.RequestUri);
            foreach (var (name, value) in request.Options)
                copy.Options.Set(new HttpRequestOptionsKey<object?>(name), value);
            return await base.SendAsync(copy, cancellationToken);
        }
    }

    private sealed class Reading : DelegatingHandler
    {
        public string? Read { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Read = $"{response.Content.Headers.ContentType}: {await response.Content.ReadAsStringAsync(cancellationToken)}";
            return response;
        }
    }
}
