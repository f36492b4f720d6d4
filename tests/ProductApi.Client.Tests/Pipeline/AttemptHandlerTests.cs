using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProductApi.Client.Bodies;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Tests.Throttling;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class AttemptHandlerTests : GateTest
{
    private readonly RequestState _state = new(new Item());
    private int _sent;

    [Fact]
    public void A_served_attempt_is_counted_and_costs_nothing()
    {
        using var attempts = new MetricCollector<long>(Meters, "ProductApi.Client", "productapi.client.attempts");

        using var answer = Send(() => new HttpResponseMessage(HttpStatusCode.NotFound));

        Assert.Equal(1, attempts.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Equal((1, 0), (_state.Attempts, _state.Item.Charge));
        Assert.Equal(Attempt(AttemptOutcome.Served, mayRetry: false), _state.Attempt);
    }

    [Fact]
    public void A_fault_is_charged_to_the_item_and_may_be_retried_until_its_retries_are_used_up()
    {
        List<bool> mayRetry = [];
        for (var i = 0; i < 4; i++)
        {
            Send(() => new HttpResponseMessage(HttpStatusCode.InternalServerError)).Dispose();
            mayRetry.Add(_state.Attempt.MayRetry);
        }

        Assert.Equal([true, true, true, false], mayRetry);
        Assert.Equal((4, 4), (_state.Item.Charge, _state.Attempts));
    }

    [Fact]
    public void Without_retries_nothing_is_retried()
    {
        Options.MaxRetryAttempts = 0;

        Assert.Throws<HttpRequestException>(() => Send(() => throw Refused()));
        Assert.False(_state.Attempt.MayRetry);
        Send(() => new HttpResponseMessage(HttpStatusCode.InternalServerError)).Dispose();
        Assert.False(_state.Attempt.MayRetry);
    }

    [Fact]
    public void An_unreachable_host_is_not_charged_to_the_item()
    {
        Assert.Throws<HttpRequestException>(() => Send(() => throw Refused()));

        Assert.Equal(0, _state.Item.Charge);
        Assert.Equal(Attempt(AttemptOutcome.Unreachable, mayRetry: true), _state.Attempt);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public void A_refusal_is_neither_charged_nor_retried_here(HttpStatusCode status)
    {
        using var answer = Send(() => new HttpResponseMessage(status));

        Assert.Equal((false, 0), (_state.Attempt.MayRetry, _state.Item.Charge));
    }

    [Fact]
    public void What_another_attempt_cannot_mend_says_nothing_about_the_host()
    {
        Assert.Throws<InvalidOperationException>(() => Send(() => throw new InvalidOperationException("No.")));

        Assert.Equal(Attempt(AttemptOutcome.Hopeless, mayRetry: false), _state.Attempt);
        Fail(7);
        Assert.False(IsHeld());
    }

    [Theory]
    [InlineData(true, 0.5)]
    [InlineData(false, 1)]
    public void A_probe_of_a_host_that_is_down_costs_half_a_retry_and_is_not_repeated(bool wasDown, double charge)
    {
        Serve();
        Fail(wasDown ? 8 : 7);
        Begin(new Send(-1, Now, Attempts: 1, CanaryAddress: null, IsLook: false, LeftWhileDown: wasDown));

        Send(() => new HttpResponseMessage(HttpStatusCode.InternalServerError)).Dispose();

        Assert.Equal((charge, false), (_state.Item.Charge, _state.Attempt.MayRetry));
    }

    [Fact]
    public void A_retry_that_may_not_leave_now_is_held_not_sent_and_not_counted()
    {
        Send(() => new HttpResponseMessage(HttpStatusCode.InternalServerError)).Dispose();
        Fail(7);

        using var answer = Send(() => new HttpResponseMessage(HttpStatusCode.OK));

        Assert.Equal((1, 1), (_sent, _state.Attempts));
        Assert.IsType<HeldResponse>(answer);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.RequestMessage);
    }

    [Fact]
    public void A_first_attempt_leaves_even_so_it_has_been_let_through()
    {
        Fail(8);

        using var answer = Send(() => new HttpResponseMessage(HttpStatusCode.OK));

        Assert.Equal((1, HttpStatusCode.OK), (_sent, answer.StatusCode));
    }

    [Fact]
    public void An_attempt_timeout_is_a_fault_of_the_host_and_halves_how_many_may_be_in_flight()
    {
        Assert.Throws<OperationCanceledException>(() => Send(() => throw new OperationCanceledException()));

        Assert.Equal(Attempt(AttemptOutcome.Faulted, mayRetry: true), _state.Attempt);
        Assert.Equal(1.0, _state.Item.Charge);
        EnterMany(10);
        Assert.False(EnterAsync().IsCompleted);
    }

    [Fact]
    public void Other_faults_do_not_lower_it()
    {
        Send(() => new HttpResponseMessage(HttpStatusCode.InternalServerError)).Dispose();
        Assert.Throws<HttpRequestException>(() => Send(() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "Cut off.")));

        EnterMany(20);

        Assert.Equal((0, 2.0), (Now, _state.Item.Charge));
    }

    [Fact]
    public void A_connection_that_breaks_is_a_fault_with_the_platforms_reason()
    {
        var broken = new HttpIOException(HttpRequestError.ResponseEnded, "Cut off.");

        var failure = Assert.Throws<HttpRequestException>(() => Send(() => throw broken));

        Assert.Equal((HttpRequestError.ResponseEnded, broken), (failure.HttpRequestError, failure.InnerException));
        Assert.Equal(Attempt(AttemptOutcome.Faulted, mayRetry: true), _state.Attempt);
        Assert.Equal(1.0, _state.Item.Charge);
    }

    [Fact]
    public void A_connection_that_ends_before_an_answer_while_others_are_served_is_not_charged_and_goes_back_to_the_gate()
    {
        Serve();
        var broken = new IOException("Reset.", new SocketException((int)SocketError.ConnectionReset));
        var reset = new HttpRequestException(HttpRequestError.Unknown, "Failed.", broken);

        Assert.Throws<HttpRequestException>(() => Send(() => throw reset));

        Assert.Equal(Attempt(AttemptOutcome.Unreachable, mayRetry: false), _state.Attempt);
        Assert.Equal(0, _state.Item.Charge);
    }

    [Fact]
    public void A_callers_own_cancellation_says_nothing_about_the_host()
    {
        Begin(default);
        _state.CallerToken = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => Send(() => throw new OperationCanceledException()));

        Assert.Null(_state.Attempt.Outcome);
        Fail(7);
        Assert.False(IsHeld());
    }

    [Fact]
    public void A_canary_is_counted_apart_and_never_retried()
    {
        using var attempts = new MetricCollector<long>(Meters, "ProductApi.Client", "productapi.client.attempts");
        using var canaries = new MetricCollector<long>(Meters, "ProductApi.Client", "productapi.client.throttle.canaries");
        Begin(new Send(-1, Now, Attempts: 1, Address, IsLook: false, LeftWhileDown: false));

        Send(() => new HttpResponseMessage(HttpStatusCode.InternalServerError)).Dispose();

        Assert.Equal(1, canaries.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Empty(attempts.GetMeasurementSnapshot());
        Assert.Equal((0, 0), (_state.Attempts, _state.Item.Charge));
        Assert.Equal(Attempt(AttemptOutcome.Faulted, mayRetry: false), _state.Attempt);
    }

    [Theory]
    [InlineData("Cut s3cr3t\nhere", "Cut *** here")]
    [InlineData(300, 256)]
    [InlineData(256, 256)]
    public void What_failed_is_told_on_one_line_without_the_key(object thrown, object told)
    {
        Fail(7);
        var failure = new HttpRequestException(HttpRequestError.ConnectionError, Text(thrown));
        Assert.Throws<HttpRequestException>(() => Send(() => throw failure));

        var line = Assert.Single(Logs.GetSnapshot(), record => record.Id.Name == "OutageStarted");

        Assert.Equal(Text(told), line.GetStructuredStateValue("Failure"));

        static string Text(object text) => text is int length ? new string('x', length) : (string)text;
    }

    [Fact]
    public void Whoever_stands_around_it_sees_a_failure_without_the_key()
    {
        var quoting = new HttpRequestException(
            HttpRequestError.ProxyTunnelError, "Not via http://alice:pw@proxy.test/ with s3cr3t", null, HttpStatusCode.BadGateway);

        var failure = Assert.Throws<HttpRequestException>(() => Send(() => throw quoting));

        Assert.Equal("Not via http://***@proxy.test/ with ***", failure.Message);
        Assert.Equal(
            (HttpRequestError.ProxyTunnelError, HttpStatusCode.BadGateway, null),
            (failure.HttpRequestError, failure.StatusCode, failure.InnerException));
    }

    [Fact]
    public void A_status_is_told_with_its_name()
    {
        Fail(7);
        Send(() => new HttpResponseMessage(HttpStatusCode.BadGateway)).Dispose();

        Assert.Equal("502 BadGateway", Assert.Single(Logs.GetSnapshot()).GetStructuredStateValue("Failure"));
    }

    [Fact]
    public void A_status_is_told_with_the_servers_own_words_on_one_line_without_the_key()
    {
        Fail(7);
        Send(() => new HttpResponseMessage((HttpStatusCode)599)
        {
            ReasonPhrase = "Odd",
            Content = new StringContent($"No more\nfor s3cr3t{new string('!', 500)}"),
        }).Dispose();

        var failure = Assert.Single(Logs.GetSnapshot()).GetStructuredStateValue("Failure");

        Assert.StartsWith("599 Odd: No more for ***!!!", failure, StringComparison.Ordinal);
        Assert.Equal(256, failure!.Length);
    }

    [Fact]
    public void A_timeout_is_told_as_one()
    {
        Fail(7);
        Assert.Throws<OperationCanceledException>(() => Send(() => throw new OperationCanceledException()));

        Assert.Equal("attempt timeout", Assert.Single(Logs.GetSnapshot()).GetStructuredStateValue("Failure"));
    }

    private AttemptState Attempt(AttemptOutcome outcome, bool mayRetry) => new(_state.Item.Send.Number, outcome, mayRetry);

    // A send that the gate let through.
    private void Begin(Send send)
    {
        var item = _state.Item;
        item.Send = send.Number != 0 ? send : new Send(-1, Now, Attempts: 1, CanaryAddress: null, IsLook: false, LeftWhileDown: false);
    }

    private HttpResponseMessage Send(Func<HttpResponseMessage> answer)
    {
        if (_state.Item.Send.Number == 0)
            Begin(default);
        using var handler = new AttemptHandler(
            Gate,
            new BodyReader(Options.MaxResponseBytes, () => false),
            new ResponseClassifier(Options, Time),
            new CallersHandlers(),
            Telemetry,
            new ProductApi.Client.Keys.Secrets("s3cr3t"));
        handler.InnerHandler = new Stub(answer, () => _sent++);
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new ProductRequest(new Uri("https://products.test/products/7"), _state);
        return Time.Run(() => invoker.SendAsync(request, CancellationToken.None));
    }

    private sealed class Stub(Func<HttpResponseMessage> answer, Action sent) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent();
            await Task.CompletedTask;
            return answer();
        }
    }
}
