using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

[Trait("Speed", "Slow")]
public sealed class KeyProviderTests
{
    private const string First = "f1rst-k3y";
    private const string Second = "s3cond-k3y";

    private readonly List<ApiKeyRequest> _asked = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_is_asked_once_when_the_key_is_first_needed()
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = Client(server, _ => First);
        var products = client.Products;
        Assert.Empty(_asked);

        var results = await products.FetchManyAsync(Enumerable.Range(1, 100));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.All(server.Requests, request => Assert.Equal($"Bearer {First}", request.Authorization));
        Assert.False(Assert.Single(_asked).IsAfterRejection);
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_is_asked_again_when_the_server_rejects_the_key()
    {
        var server = ThatAccepts(Second);
        await using var client = Client(server, asked => asked == 1 ? First : Second);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 50));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal([false, true], _asked.Select(request => request.IsAfterRejection));
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_key_that_is_replaced_in_the_middle_of_a_run_loses_nothing()
    {
        var served = 0;
        var server = new ScriptedServer(request =>
            request.Authorization == $"Bearer {(served < 60 ? First : Second)}" && Interlocked.Increment(ref served) > 0
                ? ScriptedServer.Product(request.Id)
                : ScriptedServer.Status(HttpStatusCode.Unauthorized));
        await using var client = Client(server, asked => asked == 1 ? First : Second, time: TimeProvider.System);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 200));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_is_asked_again_a_little_before_the_key_expires()
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = Client(
            server, asked => new ProvidedApiKey(asked == 1 ? First : Second) { ExpiresAt = _time.GetUtcNow() + TimeSpan.FromHours(1) });

        await client.Products.FetchAsync(1);
        _time.Advance(TimeSpan.FromMinutes(59));
        await client.Products.FetchAsync(2);
        _time.Advance(TimeSpan.FromSeconds(31));
        await client.Products.FetchAsync(3);

        Assert.Equal([$"Bearer {First}", $"Bearer {First}", $"Bearer {Second}"], server.Requests.Select(request => request.Authorization));
        Assert.All(_asked, request => Assert.False(request.IsAfterRejection));
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_that_fails_while_the_last_key_is_still_good_holds_nobody_up()
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = Client(server, asked => asked == 1
            ? new ProvidedApiKey(First) { ExpiresAt = _time.GetUtcNow() + TimeSpan.FromHours(1) }
            : throw new InvalidOperationException("The vault is sealed."));

        await client.Products.FetchAsync(1);
        _time.Advance(TimeSpan.FromMinutes(59.6));
        var renewing = await client.Products.FetchAsync(2);

        Assert.True(renewing.Succeeded, renewing.Error?.ToString());
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_is_never_asked_twice_at_once()
    {
        var answer = new TaskCompletionSource<ProvidedApiKey>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        var asked = 0;
        await using var client = TestClient.Scripted(server, options =>
        {
            options.ApiKey = null;
            options.ApiKeyProvider = (_, _) =>
            {
                Interlocked.Increment(ref asked);
                begun.TrySetResult();
                return new(answer.Task);
            };
        });

        var runs = Enumerable.Range(0, 5).Select(run => client.Products.FetchManyAsync(Enumerable.Range(20 * run, 20))).ToList();
        await begun.Task;
        answer.SetResult(First);
        var results = await Task.WhenAll(runs);

        Assert.All(results.SelectMany(run => run), result => Assert.True(result.Succeeded, result.Error?.ToString()));
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "28")]
    public async Task A_provider_that_fails_makes_the_attempt_fail_for_the_time_being(bool returnsNull)
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = Client(
            server, _ =>
                returnsNull ? null! : throw new InvalidOperationException("The vault is sealed."), time: TimeProvider.System, retries: 1);

        var result = await client.Products.FetchAsync(7);

        Assert.True(result.Error!.IsTransient);
        Assert.Contains("ApiKeyProvider", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains(returnsNull ? "null" : "The vault is sealed", result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_that_goes_on_failing_is_named_in_every_error()
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = TestClient.Scripted(server, options =>
        {
            options.ApiKey = null;
            options.RetryBaseDelay = TimeSpan.FromMilliseconds(1);
            options.OutagePatience = TimeSpan.FromMilliseconds(300);
            options.ApiKeyProvider = (_, _) => throw new InvalidOperationException("The vault is sealed.");
        });

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 50));

        Assert.Empty(server.Requests);
        Assert.All(results, result => Assert.True(result.Error!.IsTransient));
        Assert.All(results, result => Assert.Contains("ApiKeyProvider", result.Error!.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Contract", "28")]
    public async Task A_provider_that_fails_once_loses_nothing()
    {
        var server = new ScriptedServer(request => ScriptedServer.Product(request.Id));
        await using var client = Client(
            server, asked => asked == 1 ? throw new InvalidOperationException("The vault is sealed.") : First, time: TimeProvider.System);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 20));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    [InlineData(200)]
    [Trait("Contract", "14")]
    [Trait("Contract", "28")]
    public async Task What_a_provider_returned_never_leaks(int status)
    {
        var server = new ScriptedServer(request =>
        {
            var response = ScriptedServer.Json((HttpStatusCode)status, $$"""{"error":"no such key: {{request.Authorization}}"}""");
            response.ReasonPhrase = $"No {request.Authorization}";
            return response;
        });
        await using var client = Client(server, asked => asked == 1 ? First : Second, time: TimeProvider.System, retries: 1);

        var results = await client.Products.FetchManyAsync(Enumerable.Range(1, 5));

        var said = string.Join('\n', results.Select(result => $"{result} {result.Error} {result.Error?.Exception}")
            .Concat(client.Logs.GetSnapshot().Select(line => $"{line.Message} {line.Exception}")));
        Assert.DoesNotContain(First, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Second, said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Contract", "18")]
    public async Task A_key_and_a_provider_together_are_refused()
    {
        await using var client = TestClient.Scripted(
            new ScriptedServer(request => ScriptedServer.Product(request.Id)), options => options.ApiKeyProvider = (_, _) => new(First));

        var exception = Assert.Throws<OptionsValidationException>(() => client.Products);

        Assert.Contains("ApiKey is set, and so is ApiKeyProvider", exception.Message, StringComparison.Ordinal);
    }

    private TestClient Client(HttpMessageHandler server, Func<int, ProvidedApiKey> provide, TimeProvider? time = null, int retries = 3) =>
        TestClient.Scripted(server, options =>
        {
            options.ApiKey = null;
            options.RetryBaseDelay = TimeSpan.FromMilliseconds(1);
            options.MaxRetryAttempts = retries;
            options.ApiKeyProvider = (request, _) =>
            {
                _asked.Add(request);
                return new(provide(_asked.Count));
            };
        }, time ?? _time);

    private static ScriptedServer ThatAccepts(string key) => new(request => request.Authorization == $"Bearer {key}"
        ? ScriptedServer.Product(request.Id)
        : ScriptedServer.Status(HttpStatusCode.Unauthorized));
}
