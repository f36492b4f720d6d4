using StackExchange.Redis;

namespace ProductApi.Client.Redis;

/// <summary>Where the processes of a service share what they learn about a server's limits. Exactly one of <see cref="Configuration"/>,
/// <see cref="ConfigurationOptions"/> and <see cref="ConnectionMultiplexerFactory"/> must be set.</summary>
/// <remarks>Checked when the host starts, or at the first use where there is no host: an option that is not valid throws
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>.</remarks>
public sealed class RedisThrottleOptions
{
    /// <summary>Gets or sets the connection string, such as <c>redis:6379,ssl=true,user=fetcher,password=...</c>.</summary>
    /// <value>The default value is null.</value>
    public string? Configuration { get; set; }

    /// <summary>Gets or sets the connection's settings in code.</summary>
    /// <value>The default value is null.</value>
    /// <remarks>A copy is used, in which <c>AbortOnConnectFail</c> is off and <c>BacklogPolicy</c> is <c>FailFast</c>: a service also
    /// starts, and goes on, without Redis. The copy has no <c>ChannelPrefix</c>.</remarks>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Gets or sets what makes or hands out a connection, for one that the service shares with others.</summary>
    /// <value>The default value is null.</value>
    /// <remarks>It is called once, with the first request, and again after it has thrown or somebody has disposed of its connection. The
    /// connection stays the caller's to dispose of. With a channel prefix, changes by other processes are seen only with the next
    /// call.</remarks>
    public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }

    /// <summary>Gets or sets what the names of all keys begin with: 1 to 200 characters, without braces and control characters.</summary>
    /// <value>The default value is null: they begin with <c>productapi</c>.</value>
    public string? InstanceName { get; set; }

    /// <summary>Gets or sets the name of the shared limit: 1 to 200 characters, without braces and control characters.</summary>
    /// <value>The default value is null: the server's origin and a slow hash of the API key stand for the limit, because servers limit by
    /// key.</value>
    /// <remarks>Needed where keys are rotated, where the client has no key of its own, and where one key has several limits. Processes that
    /// give the same name share one limit. The name is shown in Redis: never put a key there.</remarks>
    public string? Scope { get; set; }
}
