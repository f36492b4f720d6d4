using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProductApi.Client.Fetching;
using ProductApi.Client.Keys;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

public sealed class KeyDoubtTests : IDisposable
{
    private const string Reason = "the server did not accept the API key (401). Check ApiKey, ApiKeyHeader and ApiKeyScheme.";

    private readonly ClientState _client;
    private readonly ApiKeyBreaker _guard;
    private ConfigurationReloadToken _reloaded = new();
    private string _key = "old";

    public KeyDoubtTests()
    {
        var keys = new ApiKeySource(_key, "Bearer", () => _key, NullLogger.Instance);
        keys.Watch(() => _reloaded);
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        var other = TestClient.Scripted(server).Services.GetRequiredKeyedService<ClientState>("");
        _client = new ClientState(other.Options, other.Gate, keys, other.Telemetry, NullLogger.Instance, TimeProvider.System);
        _guard = new ApiKeyBreaker(_client);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void A_first_rejection_holds_new_requests_back_until_one_in_flight_is_served()
    {
        Enter(4);
        Assert.Null(Leave(FetchErrorKind.Unauthorized));

        var certain = _guard.WhenCertainAsync(CancellationToken.None);
        Assert.False(_guard.TryEnter());
        Assert.False(certain.IsCompleted);
        Assert.Null(Leave(FetchErrorKind.Timeout));
        Assert.False(_guard.TryEnter());

        Assert.Null(Leave(null));
        Assert.True(_guard.TryEnter());
        Assert.True(certain.IsCompletedSuccessfully);
        Assert.True(_guard.WhenCertainAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.Same(_client.Keys.Current, _client.ProvenKey);
        Assert.Null(_guard.Stopped);
    }

    [Theory]
    [InlineData(FetchErrorKind.Unauthorized)]
    [InlineData(FetchErrorKind.Timeout)]
    [InlineData(FetchErrorKind.Network)]
    [InlineData(FetchErrorKind.Unavailable)]
    [InlineData(FetchErrorKind.RateLimited)]
    [InlineData(FetchErrorKind.Unknown)]
    public void A_key_that_nobody_in_flight_is_served_with_stops_the_run_once(FetchErrorKind last)
    {
        Enter(2);
        Leave(FetchErrorKind.Unauthorized);

        Assert.Equal(Reason, Leave(last));

        Assert.Equal(Reason, _guard.Stopped);
        Assert.True(_guard.WhenCertainAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(_guard.TryEnter());
        Assert.Null(Leave(FetchErrorKind.Unauthorized));
        Assert.True(_guard.TryEnter());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(FetchErrorKind.NotFound)]
    [InlineData(FetchErrorKind.Rejected)]
    [InlineData(FetchErrorKind.InvalidResponse)]
    public void Every_answer_to_the_product_proves_the_key(FetchErrorKind? answer)
    {
        Enter(2);
        Leave(FetchErrorKind.Unauthorized);

        Assert.Null(Leave(answer));

        Assert.Same(_client.Keys.Current, _client.ProvenKey);
        Assert.True(_guard.TryEnter());
    }

    [Fact]
    public void What_was_not_sent_leaves_the_doubt_as_it_is()
    {
        Enter(2);
        Leave(FetchErrorKind.Unauthorized);

        Assert.Null(Leave(FetchErrorKind.NotAttempted));

        Assert.False(_guard.TryEnter());
        Assert.Null(_guard.Stopped);
    }

    [Fact]
    public void A_proven_key_is_given_up_after_eight_rejections_in_a_row()
    {
        Enter(17);
        Leave(null);
        for (var i = 0; i < 7; i++)
            Assert.Null(Leave(FetchErrorKind.Unauthorized));
        Assert.True(_guard.TryEnter());
        Assert.Null(Leave(FetchErrorKind.NotFound));
        for (var i = 0; i < 7; i++)
            Assert.Null(Leave(FetchErrorKind.Unauthorized));

        Assert.Equal(Reason, Leave(FetchErrorKind.Unauthorized));

        Assert.Null(_client.ProvenKey);
    }

    [Fact]
    public void What_a_replaced_key_was_worth_says_nothing_about_the_present_one()
    {
        var old = _client.Keys.Current;
        Enter(20);
        Replace("new");

        for (var i = 0; i < 9; i++)
            Assert.Null(_guard.Leave(FetchErrorKind.Unauthorized, old));
        Assert.Null(_guard.Leave(null, old));

        Assert.True(_guard.TryEnter());
        Assert.Null(_client.ProvenKey);
    }

    [Fact]
    public void A_doubt_ends_when_the_key_is_replaced_and_the_last_request_under_the_old_one_is_back()
    {
        var old = _client.Keys.Current;
        Enter(2);
        Leave(FetchErrorKind.Unauthorized);
        Replace("new");

        Assert.Null(_guard.Leave(FetchErrorKind.Unauthorized, old));

        Assert.True(_guard.TryEnter());
        Assert.Null(_guard.Stopped);
    }

    [Fact]
    public void A_new_keys_rejections_are_counted_from_the_first()
    {
        Enter(20);
        Leave(null);
        for (var i = 0; i < 7; i++)
            Leave(FetchErrorKind.Unauthorized);
        Replace("new");
        _client.ProvenKey = _client.Keys.Current;

        for (var i = 0; i < 7; i++)
            Assert.Null(Leave(FetchErrorKind.Unauthorized));
        Assert.Equal(Reason, Leave(FetchErrorKind.Unauthorized));
    }

    [Fact]
    public void A_doubt_ends_when_another_run_has_proven_the_key_meanwhile()
    {
        Enter(2);
        Leave(FetchErrorKind.Unauthorized);
        _client.ProvenKey = _client.Keys.Current;

        Assert.Null(Leave(FetchErrorKind.Timeout));

        Assert.True(_guard.TryEnter());
        Assert.Null(_guard.Stopped);
    }

    [Fact]
    public async Task Who_waits_for_certainty_can_be_cancelled()
    {
        Enter(2);
        Leave(FetchErrorKind.Unauthorized);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _guard.WhenCertainAsync(new CancellationToken(canceled: true)));
    }

    private void Enter(int times) => Assert.All(Enumerable.Range(0, times), _ => Assert.True(_guard.TryEnter()));

    private string? Leave(FetchErrorKind? error) => _guard.Leave(error, _client.Keys.Current);

    private void Replace(string key)
    {
        _key = key;
        var reloaded = _reloaded;
        _reloaded = new ConfigurationReloadToken();
        reloaded.OnReload();
    }
}
