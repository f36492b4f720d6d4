using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>What a run tells about itself, word for word.</summary>
public sealed class RunReportTests : VirtualTimeTest
{
    [Fact]
    public void A_run_tells_how_many_it_fetches_and_how_it_went()
    {
        var client = Client(request => request.Id == "2"
            ? ScriptedServer.Status(HttpStatusCode.NotFound)
            : ScriptedServer.Product(request.Id));

        Time.Run(() => client.Products.FetchManyAsync([1, 2, 3, 4]));

        Assert.Equal(
            [
                "Fetching 4 products, at most 20 in flight",
                "Fetched 3 of 4 products in 0.20 s (20.0/s), 1 failed, 4 attempts",
            ],
            Lines(client, LogLevel.Information));
    }

    [Fact]
    public void A_stream_has_no_number_and_a_call_may_lower_the_concurrency()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));

        var (few, many) = (new FetchOptions { MaxConcurrency = 5 }, new FetchOptions { MaxConcurrency = 500 });

        Time.Run(() => client.Products.StreamManyAsync(Enumerable.Range(1, 10), few).ToListAsync().AsTask());
        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 10), many));

        Assert.Equal(
            [
                "Fetching a stream of products, at most 5 in flight",
                "Fetched 10 of 10 products in 0.40 s (25.0/s), 0 failed, 10 attempts",
                "Fetching 10 products, at most 20 in flight",
                "Fetched 10 of 10 products in 0.20 s (50.0/s), 0 failed, 10 attempts",
            ],
            Lines(client, LogLevel.Information));
    }

    [Fact]
    public void A_single_fetch_is_told_at_Debug()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));

        Time.Run(() => client.Products.FetchAsync(7));

        Assert.Empty(Lines(client, LogLevel.Information));
        Assert.Equal(
            ["Fetching 1 products, at most 20 in flight", "Fetched 1 of 1 products in 0.20 s (5.0/s), 0 failed, 1 attempts"],
            Lines(client, LogLevel.Debug));
    }

    [Fact]
    public void A_run_that_takes_no_time_has_no_rate()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));

        Time.Run(() => client.Products.FetchManyAsync(Array.Empty<int>()));

        Assert.Equal("Fetched 0 of 0 products in 0.00 s (0.0/s), 0 failed, 0 attempts", Lines(client, LogLevel.Information)[1]);
    }

    [Fact]
    public void A_run_whose_source_fails_tells_how_far_it_came()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));
        List<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ProductApi.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var one = new FetchOptions { MaxConcurrency = 1 };

        Assert.Throws<InvalidOperationException>(() => Time.Run(() => client.Products.FetchManyAsync(Ids(), one)));
        Time.Run(() => client.Products.FetchManyAsync([1]));

        Assert.Equal("Fetching ended early after 0.40 s: 2 results so far, 2 succeeded", Lines(client, LogLevel.Information)[1]);
        Assert.Equal((ActivityStatusCode.Error, nameof(InvalidOperationException)), (spans[0].Status, spans[0].StatusDescription));
        Assert.Equal((2, 0), (spans[0].GetTagItem("productapi.client.succeeded"), spans[0].GetTagItem("productapi.client.failed")));
        Assert.Equal(ActivityStatusCode.Unset, spans[1].Status);

        static IEnumerable<int> Ids()
        {
            yield return 1;
            yield return 2;
            throw new InvalidOperationException("The list of ids is broken.");
        }
    }

    [Fact]
    public void A_source_whose_clean_up_fails_fails_the_run_unless_something_has_before()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));

        var cleanUp = Assert.Throws<InvalidOperationException>(() => Time.Run(() => client.Products.FetchManyAsync(Ids(fails: false))));
        var first = Assert.Throws<FormatException>(() => Time.Run(() => client.Products.FetchManyAsync(Ids(fails: true))));

        Assert.Equal("No clean-up.", cleanUp.Message);
        Assert.Equal("No id.", first.Message);

        static IEnumerable<ProductId> Ids(bool fails) => new BadEnd(fails);
    }

    [Fact]
    public void A_cancelled_run_says_who_cancelled_it()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.1), Time);

        var failure = Assert.Throws<OperationCanceledException>(
            () => Time.Run(() => client.Products.FetchManyAsync([1, 2], cancellationToken: cancellation.Token)));

        Assert.Equal(("Fetching was cancelled by the caller.", cancellation.Token), (failure.Message, failure.CancellationToken));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.Equal("Fetching ended early after 0.10 s: 0 results so far, 0 succeeded", Lines(client, LogLevel.Information)[1]);
    }

    [Fact]
    public void An_item_that_ran_out_of_time_says_so()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));
        var limited = new FetchOptions { TimeLimit = TimeSpan.FromSeconds(0.3), MaxConcurrency = 1 };

        var results = Time.Run(() => client.Products.FetchManyAsync(["1", "2", "3", ""], limited));

        Assert.Equal([true, false, false, false], results.Select(result => result.Succeeded));
        const string Reason = "was not fetched: the time limit of 00:00:00.3000000 passed (TimeLimit). Ask again.";
        Assert.Equal($"Product '2' {Reason}", results[1].Error!.Message);
        Assert.Equal($"Product '3' {Reason}", results[2].Error!.Message);
        Assert.Equal(FetchErrorKind.InvalidId, results[3].Error!.Kind);
        Assert.Equal((true, true), (results[1].Error!.IsTransient, results[2].Error!.IsTransient));
        Assert.Equal([0.2, 0.1, 0, 0], results.Select(result => Math.Round(result.Elapsed.TotalSeconds, 6)));
    }

    [Fact]
    public void An_item_that_failed_is_told_at_Debug()
    {
        var client = Client(_ => ScriptedServer.Status(HttpStatusCode.NotFound));

        Time.Run(() => client.Products.FetchAsync("a\nb"));
        Time.Run(() => client.Products.FetchAsync(7));

        Assert.Contains(
            "Product '7' failed after 1 attempts: NotFound: Product '7': it does not exist, or BaseAddress or ProductPath is wrong; "
            + "the server answered 404 Not Found.",
            Lines(client, LogLevel.Debug));
    }

    [Fact]
    public void A_body_that_is_not_UTF_8_and_an_address_that_is_too_long_are_told()
    {
        var client = Client(_ => new HttpResponseMessage { Content = new ByteArrayContent([(byte)'{', 0xFF, (byte)'}']) });

        var notUtf8 = Time.Run(() => client.Products.FetchAsync(7));
        var tooLong = Time.Run(() => client.Products.FetchAsync(new string('x', 9000)));

        Assert.Contains("the answer is not a product: The body is not UTF-8: {", notUtf8.Error!.Message, StringComparison.Ordinal);
        Assert.EndsWith("x' cannot be sent: it is too long for an address. No request was sent.", tooLong.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(FetchErrorKind.InvalidId, tooLong.Error.Kind);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_body()
    {
        var client = Client(_ => new HttpResponseMessage { Content = new ByteArrayContent([.. "\uFEFF{\"id\":\"7\",\"name\":\"n\"}"u8]) });

        Assert.Equal("n", Time.Run(() => client.Products.FetchAsync(7)).Product?.Name);
    }

    [Fact]
    public void A_rejected_key_is_told_once()
    {
        var client = Client(_ => ScriptedServer.Status(HttpStatusCode.Unauthorized));

        Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));

        Assert.Equal(
            ["Sending stops: the server did not accept the API key (401). Check ApiKey, ApiKeyHeader and ApiKeyScheme."],
            Lines(client, LogLevel.Warning));
    }

    [Fact]
    public void A_call_that_was_cancelled_before_says_nothing()
    {
        var client = Client(request => ScriptedServer.Product(request.Id));
        var cancelled = new CancellationToken(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(
            () => Time.Run(() => client.Products.FetchManyAsync([1], cancellationToken: cancelled)));

        Assert.Empty(Lines(client, LogLevel.Information));
    }

    private TestClient Client(Func<ScriptedRequest, HttpResponseMessage> answers) => TestClient.Scripted(ServerThat(answers), time: Time);

    private static List<string> Lines(TestClient client, LogLevel level) =>
    [
        .. client.Logs.GetSnapshot()
            .Where(line => line.Level == level && line.Category == "ProductApi.Client" && line.Id.Name != "SettingsInUse")
            .Select(line => line.Message),
    ];

    private sealed class BadEnd(bool fails) : IEnumerable<ProductId>, IEnumerator<ProductId>
    {
        public ProductId Current => 7;

        object System.Collections.IEnumerator.Current => Current;

        public IEnumerator<ProductId> GetEnumerator() => this;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;

        public bool MoveNext() => fails ? throw new FormatException("No id.") : false;

        public void Reset()
        {
        }

        public void Dispose() => throw new InvalidOperationException("No clean-up.");
    }
}
