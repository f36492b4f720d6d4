using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class TimeLimitTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "1")]
    public void After_the_time_limit_results_are_kept_and_unfinished_ids_are_NotAttempted()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));

        var results = Fetch(server, 500, options: new FetchOptions { TimeLimit = TimeSpan.FromSeconds(2.1) });

        Assert.Equal(Enumerable.Range(1, 500).Select(id => $"{id}"), results.Select(result => result.ProductId.ToString()));
        Assert.Equal(200, results.Count(result => result.Succeeded));
        Assert.All(results.Where(result => !result.Succeeded), result =>
        {
            Assert.Equal(FetchErrorKind.NotAttempted, result.Error!.Kind);
            Assert.True(result.Error.IsTransient);
            Assert.Contains("TimeLimit", result.Error.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2.1, Time.Now.TotalSeconds, 3);
        Assert.Equal(220, server.Requests.Count);
    }

    [Fact]
    [Trait("Contract", "13")]
    public void The_time_limit_ends_an_outage_too()
    {
        var server = ServerThat(_ => throw Refused());

        var results = Fetch(server, 500, options: new FetchOptions { TimeLimit = TimeSpan.FromSeconds(10) });

        Assert.All(results, result => Assert.Equal(FetchErrorKind.NotAttempted, result.Error?.Kind));
        Assert.Equal(10, Time.Now.TotalSeconds, 3);
    }

    [Theory]
    [Trait("Contract", "2")]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_or_cap_that_allows_nothing_is_a_programming_error(int value)
    {
        Assert.Throws<ArgumentOutOfRangeException>("TimeLimit", () => new FetchOptions { TimeLimit = TimeSpan.FromSeconds(value) });
        Assert.Throws<ArgumentOutOfRangeException>("MaxConcurrency", () => new FetchOptions { MaxConcurrency = value });
    }
}
