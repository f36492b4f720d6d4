using System.Collections.Concurrent;

using Microsoft.AspNetCore.Http;

namespace ProductApi.Client.Sample.Server;

/// <summary>The live numbers behind <see cref="ServerStats"/>.</summary>
internal sealed class RequestCounters
{
    private readonly ConcurrentDictionary<int, byte> _ids = new();
    private long _requests;
    private long _refused;
    private long _faults;
    private int _inFlight;
    private int _maxInFlight;

    public ServerStats Snapshot() => new(
        Interlocked.Read(ref _requests),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _faults),
        Volatile.Read(ref _maxInFlight),
        _ids.Count);

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _requests);
        RaiseMaximum(Interlocked.Increment(ref _inFlight));
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Faulted() => Interlocked.Increment(ref _faults);

    public void Answered(int id) => _ids.TryAdd(id, 0);

    private void RaiseMaximum(int inFlight)
    {
        var seen = Volatile.Read(ref _maxInFlight);
        while (inFlight > seen)
        {
            var current = Interlocked.CompareExchange(ref _maxInFlight, inFlight, seen);
            if (current == seen)
                return;
            seen = current;
        }
    }
}
