using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>express-rate-limit with its memory store: a window starts with its first request.</summary>
internal class FixedWindow(ServerClock clock, SeededRandom random, int quota = 100, double length = 10) : ServerModel(clock, random)
{
    private double? _start;
    private int _count;

    public QuotaHeaders QuotaHeaders { get; init; }

    public bool SendsRetryAfter { get; init; } = true;

    public double FailureShare { get; init; }

    public HttpStatusCode Status { get; init; } = HttpStatusCode.TooManyRequests;

    protected double? Start => _start;

    protected bool IsUsedUp => Now < _start + length && _count >= quota;

    public override void Arrive(int item, Reply reply)
    {
        if (Random.NextDouble() < FailureShare)
        {
            reply(ServerAnswer.Failure, Latency);
            return;
        }

        if (_start is null || Now >= _start + length)
        {
            _start = Now;
            _count = 0;
        }

        _count++;
        var seconds = Math.Max(0, (int)Math.Ceiling(_start.Value + length - Now));
        var headers = QuotaHeaders == QuotaHeaders.None ? null : new RateLimitFields(QuotaHeaders, Math.Max(0, quota - _count), seconds);
        if (_count <= quota)
            Serve(reply, headers);
        else
            Refuse(reply, Status, SendsRetryAfter ? seconds : 0, headers);
    }

    protected void Restart() => _start = Now;
}
