using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Eight in flight, ten seconds for an attempt, a minute of patience, a hundred seconds for who was told to wait.</summary>
public abstract class HostHealthTest
{
    private protected HostHealth Host { get; } = new(new ProductClientOptions
    {
        MaxConcurrency = 8,
        AttemptTimeout = TimeSpan.FromSeconds(10),
        OutagePatience = TimeSpan.FromSeconds(60),
        MaxRetryAfter = TimeSpan.FromSeconds(100),
    });

    private protected void Serve(double now) => Host.OnServed(now, isCanary: false);

    private protected bool Fail(double now) => Host.OnFailure(now, AttemptOutcome.Faulted, "500 InternalServerError");

    private protected void GoDown(double now)
    {
        for (var i = 0; i < 8; i++)
            Fail(now);
    }
}
