using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Properties;

/// <summary>The server of a plan. Counts a request as in flight until its body has arrived or the client has left.</summary>
internal sealed class PlannedServer(Plan plan, VirtualTimeProvider time) : HttpMessageHandler
{
    public const int MaxBytes = 2000;

    // Far more than any sample needs: a client that never stops asking is sent home.
    private const int MostRequests = 20_000;

    private readonly List<Exchange> _exchanges = [];
    private readonly int[] _inFlightOfCall = new int[plan.Calls.Length + 1];
    private int _inFlight;

    public int MostInFlight { get; private set; }

    public int[] MostInFlightOfCall { get; } = new int[plan.Calls.Length + 1];

    /// <summary>From now on every request is served.</summary>
    public bool IsHealthy { get; set; }

    public IReadOnlyList<Exchange> Exchanges
    {
        get
        {
            lock (_exchanges)
                return [.. _exchanges];
        }
    }

    public bool IsFlooded => Exchanges.Count >= MostRequests;

    public static string IdText(int call, int id) => id == 0 ? ".." : string.Create(CultureInfo.InvariantCulture, $"{call}-{id}");

    public int CountOf(int call)
    {
        lock (_exchanges)
            return _exchanges.Count(exchange => exchange.Call == call && !exchange.IsCanary);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (exchange, reply) = Receive(request);
        try
        {
            var latency = reply.Fate == Fate.NoAnswer ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(reply.Latency);
            await Task.Delay(latency, time, cancellationToken);
            exchange.Fate = reply.Fate;
            exchange.AnsweredAt = time.Now;
            var response = Answer(exchange, reply);
            response.RequestMessage = request;
            return response;
        }
        catch
        {
            End(exchange, isWhole: false);
            throw;
        }
    }

    private (Exchange Exchange, Reply Reply) Receive(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        var ids = path[(path.LastIndexOf('/') + 1)..].Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        lock (_exchanges)
        {
            var attempt = _exchanges.Count(earlier => earlier.Call == ids[0] && earlier.Id == ids[1]) + 1;
            var state = RequestState.Of(request);
            var isCanary = state.IsKeyProbe || state.Item.Send.IsCanary;
            var exchange = new Exchange(ids[0], ids[1], request, time.Now, isCanary);
            _exchanges.Add(exchange);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            if (!exchange.IsCanary)
                MostInFlightOfCall[ids[0]] = Math.Max(MostInFlightOfCall[ids[0]], ++_inFlightOfCall[ids[0]]);
            var reply = IsHealthy ? new Reply(Fate.Product)
                : IsFlooded ? new Reply(Fate.NotFound)
                : plan.ReplyTo(ids[1], attempt, (int)time.Now.TotalMilliseconds);
            return (exchange, reply);
        }
    }

    private void End(Exchange exchange, bool isWhole)
    {
        lock (_exchanges)
        {
            if (exchange.EndedAt is not null)
                return;

            exchange.EndedAt = time.Now;
            exchange.IsHeard = isWhole;
            _inFlight--;
            if (!exchange.IsCanary)
                _inFlightOfCall[exchange.Call]--;
        }
    }

    private HttpResponseMessage Answer(Exchange exchange, Reply reply)
    {
        var (status, body) = reply.Fate switch
        {
            Fate.Product or Fate.CutOffBody or Fate.ResetBody or Fate.StalledBody =>
                (200, $$"""{"id":"{{IdText(exchange.Call, exchange.Id)}}","name":"A product"}"""),
            Fate.NotFound => (404, "none of that"),
            Fate.Unauthorized => (401, ""),
            Fate.RequestTimeout => (408, ""),
            Fate.InternalError => (500, new string('x', 20_000)),
            Fate.NotImplemented => (501, "no"),
            Fate.BadGateway => (502, "<html>"),
            Fate.Busy => (503, "busy"),
            Fate.Throttled => (429, "slower"),
            Fate.Redirect => (302, ""),
            Fate.EmptyBody => (200, ""),
            Fate.Malformed => (200, """{"id":7,"""),
            Fate.Oversized => (200, new string(' ', MaxBytes + 1)),
            _ => throw Failure(reply.Fate),
        };
        var pause = reply.Fate == Fate.StalledBody ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(reply.BodyTime);
        var breaks = reply.Fate is Fate.CutOffBody or Fate.ResetBody ? Failure(reply.Fate) : null;
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new PlannedBody(Encoding.UTF8.GetBytes(body), pause, breaks, time, isWhole => End(exchange, isWhole)),
        };
        if (reply.Fate == Fate.Redirect)
            response.Headers.Location = new Uri("https://elsewhere.test/");
        if (reply.Fate is Fate.Throttled or Fate.Busy && reply.RetryAfter is { } announcement)
            exchange.RetryAfter = announcement.WriteTo(response, time.GetUtcNow());
        if (reply.Quota is { } quota)
        {
            response.Headers.TryAddWithoutValidation("X-RateLimit-Remaining", quota.Left.ToString(CultureInfo.InvariantCulture));
            response.Headers.TryAddWithoutValidation("X-RateLimit-Reset", quota.Reset.ToString(CultureInfo.InvariantCulture));

            // Where Retry-After is longer than MaxRetryAfter, a shorter wait that the quota tells counts instead.
            if (exchange.RetryAfter > TimeSpan.FromSeconds(plan.MaxRetryAfter) && quota is (Left: 0, Reset: > 0))
                exchange.RetryAfter = TimeSpan.FromSeconds(Math.Min(quota.Reset, exchange.RetryAfter.TotalSeconds));
        }

        return response;
    }

    private static Exception Failure(Fate fate) => fate switch
    {
        Fate.Refused => Request(HttpRequestError.ConnectionError, Socket(SocketError.ConnectionRefused)),
        Fate.ConnectTimeout => new TaskCanceledException("Connecting took too long.", new TimeoutException()),
        Fate.NameServerHiccup => Request(HttpRequestError.NameResolutionError, Socket(SocketError.TryAgain)),
        Fate.NoSuchHost => Request(HttpRequestError.NameResolutionError, Socket(SocketError.HostNotFound)),
        Fate.BadCertificate => Request(HttpRequestError.SecureConnectionError, new AuthenticationException("Bad certificate")),
        Fate.CutOffBody => new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
        Fate.ResetBody => new IOException("Connection reset", Socket(SocketError.ConnectionReset)),
        _ => Request(HttpRequestError.Unknown, new IOException("Connection reset", Socket(SocketError.ConnectionReset))),
    };

    private static HttpRequestException Request(HttpRequestError error, Exception cause) => new(error, $"Failed: {error}", cause);

    private static SocketException Socket(SocketError error) => new((int)error);
}
