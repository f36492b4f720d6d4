using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Tests.Throttling;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class ThrottleHandlerTests : GateTest
{
    private readonly RequestState _state = new(new Item());
    private readonly List<HttpRequestMessage> _sent = [];

    [Fact]
    public void An_answer_that_serves_is_the_answer()
    {
        using var served = new TrackedResponse(HttpStatusCode.NotFound);

        Assert.Same(served, Send(_ => served));

        Assert.Equal((1, false), (_sent.Count, served.IsDisposed));
        Assert.Equal(0, Now);
    }

    [Fact]
    public void What_is_asked_again_is_disposed_of()
    {
        using var throttled = new TrackedResponse(HttpStatusCode.TooManyRequests);
        using var failed = new TrackedResponse(HttpStatusCode.InternalServerError);
        using var served = new TrackedResponse(HttpStatusCode.OK);

        Assert.Same(served, Send(send => send == 1 ? throttled : send == 2 ? failed : served));

        Assert.Equal((true, true, false), (throttled.IsDisposed, failed.IsDisposed, served.IsDisposed));
    }

    [Theory]
    [InlineData("0.7", 0.7)]
    [InlineData("7", 7)]
    public void An_item_waits_its_own_Retry_After_out(string retryAfter, double seconds)
    {
        using var throttled = Refusal(HttpStatusCode.TooManyRequests, retryAfter);

        Send(send => send == 1 ? throttled : new TrackedResponse(HttpStatusCode.OK));

        Assert.Equal(seconds, Now, 6);
        Assert.True(throttled.IsDisposed);
    }

    [Theory]
    [InlineData(3.5, 2)]
    [InlineData(4, 1)]
    public void A_fault_is_asked_again_until_the_item_has_used_its_retries_up(double charge, int sends)
    {
        _state.Item.InTrouble().OnError(charge);
        using var failed = new TrackedResponse(HttpStatusCode.InternalServerError);

        using var answer = Send(send => send == 1 ? failed : new TrackedResponse(HttpStatusCode.OK));

        Assert.Equal((sends, sends == 1), (_sent.Count, answer == failed));
    }

    [Fact]
    public void A_fault_that_was_an_exception_comes_out_as_it_was()
    {
        _state.Item.InTrouble().OnError(4);
        var failure = new HttpRequestException(HttpRequestError.ResponseEnded, "Cut off.");

        Assert.Same(failure, Assert.Throws<HttpRequestException>(() => Send(_ => throw failure)));
        Assert.Equal(20, EnterMany(20).Count);
        Assert.Equal(0, Now);
    }

    [Fact]
    public void What_another_attempt_cannot_mend_comes_out_at_once()
    {
        var failure = new InvalidOperationException("No.");

        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => Send(_ => throw failure)));
        Assert.Single(_sent);
    }

    [Theory]
    [InlineData(3.0, 3)]
    [InlineData(null, 0.1)]
    public void An_open_circuit_breaker_is_waited_for(double? retryAfter, double seconds)
    {
        var open = retryAfter is { } wait
            ? new BrokenCircuitException("Open.", TimeSpan.FromSeconds(wait))
            : new BrokenCircuitException("Open.");

        Send(send => send == 1 ? throw open : new TrackedResponse(HttpStatusCode.OK));

        Assert.Equal(2, _sent.Count);
        Assert.Equal(seconds, Now, 6);
    }

    [Fact]
    public void A_retry_that_was_held_asks_the_gate_again()
    {
        using var request = new HttpRequestMessage();
        using var served = new TrackedResponse(HttpStatusCode.OK);

        Assert.Same(served, Send(send => send == 1 ? new HeldResponse(request) : served));
    }

    [Fact]
    public void An_item_refused_alone_eight_times_while_others_are_served_ends_with_its_refusal()
    {
        TrackedResponse? last = null;

        var answer = Send(_ =>
        {
            Serve();
            return last = new TrackedResponse(HttpStatusCode.TooManyRequests);
        });

        Assert.Same(last, answer);
        Assert.InRange(_sent.Count, 8, 9);
        Assert.False(last!.IsDisposed);
        Assert.Null(Gate.Report.Pace);
        EnterMany(20);
    }

    [Fact]
    public void Who_is_not_let_through_gets_a_response_that_says_so()
    {
        GiveUpOnEverybody();

        using var answer = Send(_ => new TrackedResponse(HttpStatusCode.OK));

        var gaveUp = Assert.IsType<GaveUpResponse>(answer);
        Assert.Equal((0, HttpStatusCode.ServiceUnavailable), (_sent.Count, answer.StatusCode));
        Assert.NotNull(answer.RequestMessage);
        Assert.Equal(FetchErrorKind.RateLimited, gaveUp.Reason.Kind);
    }

    [Fact]
    public void Who_sends_it_again_after_that_gets_the_answer_that_comes()
    {
        GiveUpOnEverybody();
        Send(_ => new TrackedResponse(HttpStatusCode.OK)).Dispose();
        Pass(3600);
        using var served = new TrackedResponse(HttpStatusCode.OK);

        Assert.Same(served, Send(_ => served));
    }

    [Fact]
    public void A_cancelled_send_gives_its_place_back()
    {
        using var cancellation = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Send(_ =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        }, cancellation.Token));

        Assert.Equal(cancellation.Token, _state.CallerToken);
        EnterMany(20);
        Assert.Equal(0, Now);
    }

    [Fact]
    public void A_cancelled_wait_leaves_the_gate()
    {
        Fail(8);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.2), Time);

        Assert.ThrowsAny<OperationCanceledException>(() => Send(_ => new TrackedResponse(HttpStatusCode.OK), cancellation.Token));

        Assert.False(_state.Item.IsInside);
    }

    [Fact]
    public void A_canary_is_a_request_of_the_same_kind_for_what_was_served_and_its_answer_is_nobodys()
    {
        Serve();
        Fail(8);
        using var canarysAnswer = new TrackedResponse(HttpStatusCode.OK);
        using var served = new TrackedResponse(HttpStatusCode.OK);

        Assert.Same(served, Send(send => send == 1 ? canarysAnswer : served));

        Assert.True(canarysAnswer.IsDisposed);
        var canary = Assert.IsType<ProductRequest>(_sent[0]);
        Assert.Equal((Address, HttpMethod.Get), (canary.RequestUri, canary.Method));
        Assert.NotSame(_state, canary.State);
        Assert.Equal((HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact), (canary.Version, canary.VersionPolicy));
        Assert.Equal(["application/json"], canary.Headers.NonValidated["Accept"]);
        Assert.False(canary.Headers.NonValidated.Contains("Authorization"));
        Assert.Equal(1, Gate.Report.Canaries);
    }

    [Fact]
    public void A_canary_that_fails_by_an_exception_fails_nobody()
    {
        Serve();
        Fail(8);
        using var served = new TrackedResponse(HttpStatusCode.OK);

        Assert.Same(served, Send(send => send == 1 ? throw Refused() : served));
    }

    [Fact]
    public void A_cancelled_canary_gives_its_place_back()
    {
        Serve();
        Fail(8);
        using var cancellation = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Send(_ =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        }, cancellation.Token));

        Assert.NotNull(_sent.Single().RequestUri);
        Assert.False(_state.Item.IsInside);
        Assert.Equal(0, _state.Item.Send.Number);
    }

    private void GiveUpOnEverybody()
    {
        Serve();
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 3600);
        Enter().Permit.Complete(new SendResult(AttemptOutcome.Throttled, 3600));
    }

    private static TrackedResponse Refusal(HttpStatusCode status, string retryAfter)
    {
        var refusal = new TrackedResponse(status);
        refusal.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return refusal;
    }

    private HttpResponseMessage Send(Func<int, HttpResponseMessage> answer, CancellationToken cancellationToken = default)
    {
        using var access = new ApiAccessSource(
            ApiAccess.From(Options), () => throw new NotSupportedException(), NullLogger.Instance, new ProductApi.Client.Keys.Secrets());
        using var handler = new ThrottleHandler(Gate, access, Options, Time)
        {
            InnerHandler = new Stub(request =>
            {
                _sent.Add(request);
                return answer(_sent.Count);
            }),
        };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new ProductRequest(new Uri("https://products.test/products/7"), _state)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", new ApiKey("s3cr3t", "Bearer").Credentials);
        return Time.Run(() => invoker.SendAsync(request, cancellationToken));
    }

    private sealed class Stub(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            return answer(request);
        }
    }

    private sealed class TrackedResponse(HttpStatusCode status) : HttpResponseMessage(status)
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
