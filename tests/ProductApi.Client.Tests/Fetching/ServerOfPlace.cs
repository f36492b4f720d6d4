using System.Net;
using System.Text;
using ProductApi.Client.Tests.Properties;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>A server that makes its clients wait at one place, until it is healthy.</summary>
internal sealed class ServerOfPlace
{
    private readonly Place _place;
    private readonly VirtualTimeProvider _time;
    private int _inFlight;

    public ServerOfPlace(Place place, VirtualTimeProvider time)
    {
        (_place, _time) = (place, time);
        Server = new ScriptedServer(AnswerAsync, time);
    }

    public ScriptedServer Server { get; }

    public bool IsHealthy { get; set; }

    public int InFlight => Volatile.Read(ref _inFlight);

    private async Task<HttpResponseMessage> AnswerAsync(ScriptedRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancellationToken);
            if (!IsHealthy && (_place is Place.Headers or Place.Slot || (_place == Place.KeyInDoubt && request.Number > 1)))
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            if (IsHealthy || _place != Place.Body)
                Interlocked.Decrement(ref _inFlight);
            return IsHealthy ? ScriptedServer.Product(request.Id) : Answer(request);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _inFlight);
            throw;
        }
    }

    private HttpResponseMessage Answer(ScriptedRequest request) => _place switch
    {
        Place.KeyInDoubt => ScriptedServer.Status(HttpStatusCode.Unauthorized),
        Place.QueueForTheThrottle or Place.AnnouncedWait => ScriptedServer.Status(HttpStatusCode.TooManyRequests, "10"),
        Place.OwnRetryAfter => ScriptedServer.Status(HttpStatusCode.TooManyRequests, "1"),
        Place.BackOff => ScriptedServer.Status(HttpStatusCode.InternalServerError),
        Place.Body => new HttpResponseMessage { Content = StalledBody(request) },
        _ => ScriptedServer.Product(request.Id),
    };

    private PlannedBody StalledBody(ScriptedRequest request)
    {
        var left = 0;
        return new PlannedBody(Encoding.UTF8.GetBytes($$"""{"id":"{{request.Id}}"}"""), Timeout.InfiniteTimeSpan, null, _time, _ =>
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                Interlocked.Decrement(ref _inFlight);
        });
    }
}
