using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A bucket of tokens that fills steadily.</summary>
internal class TokenBucket(ServerClock clock, SeededRandom random, double rate = 50, int burst = 20) : ServerModel(clock, random)
{
    private double _rate = rate;
    private double _tokens = burst;
    private double _filledAt;

    public HttpStatusCode Status { get; init; } = HttpStatusCode.TooManyRequests;

    public double RetryAfter { get; init; }

    /// <summary>Announces the time to the next token, rounded up to the second.</summary>
    public bool RoundsRetryAfterUp { get; init; }

    public QuotaHeaders QuotaHeaders { get; init; }

    /// <summary>Another rate from an instant on.</summary>
    public TokenBucket ChangingTo(double rate, double at)
    {
        Clock.After(at - Now, () =>
        {
            Fill();
            _rate = rate;
        });
        return this;
    }

    public override void Arrive(int item, Reply reply)
    {
        if (TryTakeToken())
            Serve(reply, RateLimitFields());
        else
            Refuse(reply, Status, RoundsRetryAfterUp ? Math.Max(1, Math.Ceiling((1 - _tokens) / _rate)) : RetryAfter, RateLimitFields());
    }

    protected bool HasToken()
    {
        Fill();
        return _tokens >= 1;
    }

    protected bool TryTakeToken()
    {
        if (!HasToken())
            return false;

        _tokens--;
        return true;
    }

    private RateLimitFields? RateLimitFields() => QuotaHeaders == QuotaHeaders.None
        ? null
        : new RateLimitFields(QuotaHeaders, (int)_tokens, 1);

    private void Fill()
    {
        _tokens = Math.Min(burst, _tokens + ((Now - _filledAt) * _rate));
        _filledAt = Now;
    }
}
