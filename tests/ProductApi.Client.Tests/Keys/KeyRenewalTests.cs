using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

/// <summary>What a provider is asked for after a 401, and what it may do then.</summary>
[Trait("Contract", "28")]
public sealed class KeyRenewalTests : VirtualTimeTest
{
    private readonly List<bool> _asked = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_provider_of_ever_new_keys_that_are_all_rejected_ends_the_run_with_few_requests(bool expires)
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Unauthorized));

        var results = FetchWith(server, 500, number => new ProvidedApiKey($"key-{number}")
        {
            ExpiresAt = expires ? Time.GetUtcNow() : null,
        });

        Assert.Equal(500, results.Count);
        Assert.All(results, result =>
            Assert.Contains(result.Error?.Kind, new FetchErrorKind?[] { FetchErrorKind.Unauthorized, FetchErrorKind.NotAttempted }));
        if (!expires)
        {
            Assert.InRange(server.Requests.Count, 1, 60);
            Assert.Equal(2, _asked.Count);
        }
        else
        {
            Assert.InRange(server.Requests.Count, 1, 4 * 500);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void A_moment_of_401_loses_nothing_where_the_provider_has_a_new_key_each_time(int concurrency)
    {
        var server = ServerThat(
            request => Time.Now.TotalSeconds is > 1 and < 1.5
                ? ScriptedServer.Status(HttpStatusCode.Unauthorized)
                : ScriptedServer.Product(request.Id), latency: 0.05);

        var results = FetchWith(
            server, 50 * concurrency, number => new ProvidedApiKey($"key-{number}"), options => options.MaxConcurrency = concurrency);

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Fact]
    public void Keys_that_the_server_drops_every_few_seconds_are_replaced_each_time()
    {
        var server = ServerThat(request => request.Authorization == $"Bearer key-{1 + (int)(Time.Now.TotalSeconds / 5)}"
            ? ScriptedServer.Product(request.Id)
            : ScriptedServer.Status(HttpStatusCode.Unauthorized));

        var results = FetchWith(server, 2_000, _ => new ProvidedApiKey($"key-{1 + (int)(Time.Now.TotalSeconds / 5)}"));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.InRange(_asked.Count, 4, 5);
    }

    [Fact]
    public void A_provider_that_fails_after_a_rejection_leaves_one_result_for_each_id()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Unauthorized));

        var results = FetchWith(
            server, 200, number => number == 1 ? new ProvidedApiKey("key") : throw new InvalidOperationException("The vault is sealed."));

        Assert.Equal(200, results.Count);
        Assert.Contains(results, result => result.Error?.Kind == FetchErrorKind.Unauthorized);
    }

    [Fact]
    public void A_provider_that_fails_once_after_a_rejection_loses_nothing()
    {
        var server = ServerThat(request => request.Authorization == (Time.Now.TotalSeconds < 2 ? "Bearer key-1" : "Bearer key-3")
            ? ScriptedServer.Product(request.Id)
            : ScriptedServer.Status(HttpStatusCode.Unauthorized));

        var results = FetchWith(
            server, 500, number => number == 2 ? throw new InvalidOperationException("The vault is sealed.") : new($"key-{number}"));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Theory]
    [InlineData("Bearer tok3n", "Bearer tok3n")]
    [InlineData("bearer  tok3n", "Bearer tok3n")]
    [InlineData("tok3n", "Bearer tok3n")]
    [InlineData("Bearer-tok3n", "Bearer Bearer-tok3n")]
    public void A_key_that_brings_its_scheme_along_is_sent_with_it_once(string provided, string sent)
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));

        FetchWith(server, 1, _ => new ProvidedApiKey(provided));

        Assert.Equal(sent, Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public void A_token_that_came_with_its_scheme_is_masked_without_it_too()
    {
        var server = ServerThat(_ => ScriptedServer.Json(HttpStatusCode.BadRequest, "no such token: 0paque-tok3n"));

        var results = FetchWith(server, 1, _ => new ProvidedApiKey("Bearer 0paque-tok3n"));

        Assert.DoesNotContain("0paque-tok3n", Assert.Single(results).Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" key")]
    [InlineData("key ")]
    public void A_provided_key_has_no_blank_at_its_ends(string key)
    {
        Assert.Throws<ArgumentException>(() => new ProvidedApiKey(key));
    }

    [Fact]
    public void A_provider_that_hangs_after_a_rejection_holds_nobody_for_longer_than_an_attempt_may_take()
    {
        var server = ServerThat(_ => ScriptedServer.Status(HttpStatusCode.Unauthorized));
        var never = new TaskCompletionSource<ProvidedApiKey>();
        var client = TestClient.Scripted(server, options =>
        {
            options.ApiKey = null;
            options.ApiKeyProvider = (request, _) => request.IsAfterRejection ? new(never.Task) : new(new ProvidedApiKey("key"));
        }, Time);

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 100)));

        Assert.All(results, result => Assert.False(result.Succeeded));
        Assert.InRange(Time.Now.TotalSeconds, 0, 60);
    }

    private IReadOnlyList<FetchResult<Product>> FetchWith(
        ScriptedServer server, int count, Func<int, ProvidedApiKey> provide, Action<ProductClientOptions>? configure = null) =>
        Fetch(server, count, options =>
        {
            options.ApiKey = null;
            options.ApiKeyProvider = (request, _) =>
            {
                _asked.Add(request.IsAfterRejection);
                return new(provide(_asked.Count));
            };
            configure?.Invoke(options);
        });
}
