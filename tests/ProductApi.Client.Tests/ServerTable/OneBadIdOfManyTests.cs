using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>One id of two thousand that always gets the same refusal.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class OneBadIdOfManyTests
{
    private const int Count = 2000;

    [Theory]
    [Trait("Contract", "11")]
    [InlineData("503", FetchErrorKind.Unavailable, 2)]
    [InlineData("429", FetchErrorKind.RateLimited, 2)]
    [InlineData("429, Retry-After: 1", FetchErrorKind.RateLimited, 2)]
    [InlineData("429, Retry-After: 2", FetchErrorKind.RateLimited, 5)]
    [InlineData("429, Retry-After: 86400", FetchErrorKind.RateLimited, 2)]
    [InlineData("refused", FetchErrorKind.Network, 2)]
    public void It_alone_fails_and_the_others_are_not_held_up_for_long(string refusal, FetchErrorKind kind, double mostSeconds)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            using var clean = new Simulation((clock, random) => new NoLimit(clock, random), seed);
            clean.Fetch(Count);
            using var simulation = new Simulation((clock, random) => new OneBadId(clock, random, Refusal(refusal)), seed);

            var results = simulation.Fetch(Count);

            var failed = Assert.Single(results, result => !result.Succeeded);
            Assert.Equal($"{OneBadId.BadId}", failed.ProductId.ToString());
            Assert.Equal(kind, failed.Error!.Kind);
            Assert.InRange(simulation.Now, 0, clean.Now + mostSeconds);
        }
    }

    private static ServerAnswer Refusal(string name) => name switch
    {
        "503" => new(HttpStatusCode.ServiceUnavailable),
        "429" => new(HttpStatusCode.TooManyRequests),
        "429, Retry-After: 1" => new(HttpStatusCode.TooManyRequests, RetryAfter: 1),
        "429, Retry-After: 2" => new(HttpStatusCode.TooManyRequests, RetryAfter: 2),
        "429, Retry-After: 86400" => new(HttpStatusCode.TooManyRequests, RetryAfter: 86400),
        _ => ServerAnswer.Refused,
    };
}
