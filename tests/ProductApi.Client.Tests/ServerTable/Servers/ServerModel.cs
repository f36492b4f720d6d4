using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Hands an answer back after so many seconds in the server.</summary>
internal delegate void Reply(ServerAnswer answer, double seconds);

/// <summary>A server: what it does at the instant a request reaches it.</summary>
internal abstract class ServerModel(ServerClock clock, SeededRandom random, double latency = 0.1)
{
    private const double RefusalTime = 0.0005;

    protected ServerClock Clock { get; } = clock;

    protected SeededRandom Random { get; } = random;

    /// <summary>How long an accepted request takes on average, in seconds.</summary>
    public double Latency { get; init; } = latency;

    protected double Now => Clock.Now;

    public abstract void Arrive(int item, Reply reply);

    internal double ServiceTime() => Random.Uniform(0.8 * Latency, 1.2 * Latency);

    protected void Serve(Reply reply, RateLimitFields? quota = null) => reply(
        ServerAnswer.Product with { RateLimitFields = quota }, ServiceTime());

    protected static void Refuse(Reply reply, HttpStatusCode status, double retryAfter = 0, RateLimitFields? quota = null) =>
        reply(new ServerAnswer(status, retryAfter, quota), RefusalTime);

    protected static void Refuse(Reply reply, ServerAnswer answer) => reply(answer, RefusalTime);
}
