using System.Net;
using Polly.CircuitBreaker;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Tests.Throttling;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Pipeline;

public sealed class ThrottleHandlerTests : GateTest
{
    private readonly Attribution _fairness = new();
    private readonly RequestState _state = new() { AttemptsThisSend = 9 };
    private int _sends;

    [Fact]
    public void An_answer_that_serves_is_the_answer()
    {
        using var served = new TrackedResponse(HttpStatusCode.NotFound);

        Assert.Same(served, Send(_ => Answer(served)));

        Assert.Equal((1, 0, false), (_sends, _state.AttemptsThisSend, served.IsDisposed));
        Assert.Equal(0, Now);
    }

    [Fact]
    public void What_is_asked_again_is_disposed_of()
    {
        using var throttled = new TrackedResponse(HttpStatusCode.TooManyRequests);
        using var failed = new TrackedResponse(HttpStatusCode.InternalServerError);
        using var served = new TrackedResponse(HttpStatusCode.OK);

        Assert.Same(served, Send(send => Answer(send == 1 ? throttled : send == 2 ? failed : served)));

        Assert.Equal((true, true, false), (throttled.IsDisposed, failed.IsDisposed, served.IsDisposed));
    }

    [Fact]
    public void An_item_waits_its_own_Retry_After_out()
    {
        using var throttled = new TrackedResponse(HttpStatusCode.TooManyRequests);
        throttled.Headers.TryAddWithoutValidation("Retry-After", "0.7");
        Serve();
        Serve();

        Send(send => send == 1 ? Answer(throttled) : Answer(new TrackedResponse(HttpStatusCode.OK)));

        Assert.Equal(0.7, Now, 6);
    }

    [Theory]
    [InlineData(3.999, 2)]
    [InlineData(4, 1)]
    public void A_fault_is_asked_again_until_the_item_has_used_its_retries_up(double charge, int sends)
    {
        _state.Charge = charge;
        using var failed = new TrackedResponse(HttpStatusCode.InternalServerError);

        using var answer = Send(send => send == 1 ? Answer(failed) : Answer(new TrackedResponse(HttpStatusCode.OK)));

        Assert.Equal((sends, sends == 1), (_sends, answer == failed));
    }

    [Fact]
    public void A_fault_that_was_an_exception_comes_out_as_it_was()
    {
        _state.Charge = 4;
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
        Assert.Equal(1, _sends);
    }

    [Theory]
    [InlineData(3.0, 3)]
    [InlineData(null, 0.1)]
    public void An_open_circuit_breaker_is_waited_for(double? retryAfter, double seconds)
    {
        var open = retryAfter is { } wait
            ? new BrokenCircuitException("Open.", TimeSpan.FromSeconds(wait))
            : new BrokenCircuitException("Open.");

        Send(send => send == 1 ? throw open : Answer(new TrackedResponse(HttpStatusCode.OK)));

        Assert.Equal(2, _sends);
        Assert.Equal(seconds, Now, 6);
    }

    [Fact]
    public void An_item_refused_alone_eight_times_ends_with_its_refusal_and_gives_the_pace_back()
    {
        TrackedResponse? last = null;

        var answer = Send(_ =>
        {
            _fairness.OnServed();
            return Answer(last = new TrackedResponse(HttpStatusCode.TooManyRequests));
        });

        Assert.Same(last, answer);
        Assert.Equal((8, false), (_sends, last!.IsDisposed));
        Assert.Null(Gate.Report.Pace);
        EnterMany(20);
    }

    [Theory]
    [InlineData("600", false)]
    [InlineData("601", true)]
    public void A_wait_beyond_MaxRetryAfter_ends_the_item(string retryAfter, bool ends)
    {
        using var throttled = new TrackedResponse(HttpStatusCode.ServiceUnavailable);
        throttled.Headers.TryAddWithoutValidation("Retry-After", retryAfter);

        var answer = Send(send => send == 1 ? Answer(throttled) : Answer(new TrackedResponse(HttpStatusCode.OK)));

        Assert.Equal(ends, answer == throttled);
    }

    [Fact]
    public void Who_is_not_let_through_gets_the_gates_refusal()
    {
        Enter();
        End(1, AttemptOutcome.Throttled, retryAfter: 601);

        using var answer = Send(_ => Answer(new TrackedResponse(HttpStatusCode.OK)));

        Assert.Equal((0, HttpStatusCode.ServiceUnavailable), (_sends, answer.StatusCode));
        Assert.NotNull(answer.RequestMessage);
        Assert.Equal(FetchErrorKind.RateLimited, _state.Refusal?.Kind);
    }

    [Fact]
    public void An_item_that_was_refused_hears_when_everybody_is_to_wait_too_long()
    {
        Enter();

        using var answer = Send(_ =>
        {
            End(1, AttemptOutcome.Served, quota: QuotaOf(remaining: 0, reset: 700));
            return Answer(new TrackedResponse(HttpStatusCode.TooManyRequests));
        });

        Assert.Equal((1, HttpStatusCode.ServiceUnavailable), (_sends, answer.StatusCode));
        Assert.Equal((FetchErrorKind.RateLimited, 700), (_state.Refusal?.Kind, _state.Refusal!.Wait.TotalSeconds));
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

    private HttpResponseMessage Answer(TrackedResponse response)
    {
        _state.LastOutcome = AttemptClassifier.Classify(response.StatusCode);
        return response;
    }

    private HttpResponseMessage Send(Func<int, HttpResponseMessage> answer, CancellationToken cancellationToken = default)
    {
        using var handler = new ThrottleHandler(Gate, _fairness, Options, Time) { InnerHandler = new Stub(() => answer(++_sends)) };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new ProductRequest(new Uri("https://products.test/products/7"), _state);
        return Time.Run(() => invoker.SendAsync(request, cancellationToken));
    }

    private sealed class Stub(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            return answer();
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
