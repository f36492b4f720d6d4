using ProductApi.Client.Redis.Registration;

namespace ProductApi.Client.Redis.Tests.Registration;

public sealed class ThrottleScopeTests
{
    private const string Key = "a-secret-key";

    [Fact]
    public void The_scope_tells_the_origin_and_never_the_key()
    {
        var prefix = ThrottleScope.KeyPrefix(new RedisThrottleOptions(), Client("https://api.example.com/v1/", Key));

        Assert.Matches(@"^productapi:throttle:1:\{https://api\.example\.com:[0-9A-F]{32}\}$", prefix);
        Assert.DoesNotContain(Key, prefix, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_same_server_and_key_are_one_limit_whatever_the_path()
    {
        var one = ThrottleScope.KeyPrefix(new RedisThrottleOptions(), Client("https://api.example.com/v1/", Key));
        var other = ThrottleScope.KeyPrefix(new RedisThrottleOptions(), Client("https://API.example.com:443/v2", Key));

        Assert.Equal(one, other);
    }

    [Theory]
    [InlineData("https://api.example.com", "another-key")]
    [InlineData("https://api.example.org", Key)]
    [InlineData("https://api.example.com:8443", Key)]
    public void Another_server_or_key_is_another_limit(string address, string key)
    {
        var prefix = ThrottleScope.KeyPrefix(new RedisThrottleOptions(), Client(address, key));

        Assert.NotEqual(ThrottleScope.KeyPrefix(new RedisThrottleOptions(), Client("https://api.example.com", Key)), prefix);
        Assert.NotEqual(
            HashOf(ThrottleScope.KeyPrefix(new RedisThrottleOptions(), Client("https://api.example.com", Key))), HashOf(prefix));
    }

    [Fact]
    public void A_scope_of_ones_own_stands_for_the_limit_whatever_the_key()
    {
        var options = new RedisThrottleOptions { InstanceName = "shop", Scope = "gold plan" };

        Assert.Equal("shop:throttle:1:{gold%20plan}", ThrottleScope.KeyPrefix(options, Client("https://api.example.com", key: null)));
    }

    private static string HashOf(string prefix) => prefix[^33..];

    private static ProductClientOptions Client(string address, string? key) => new() { BaseAddress = new Uri(address), ApiKey = key };
}
