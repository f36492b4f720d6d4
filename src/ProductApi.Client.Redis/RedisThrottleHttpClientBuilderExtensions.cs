using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Redis.Registration;

namespace ProductApi.Client.Redis;

/// <summary>Lets the processes of a service share a server's limit.</summary>
public static class RedisThrottleHttpClientBuilderExtensions
{
    /// <summary>Shares what this client learns about the server's limits with all processes that use the same Redis and the same API key
    /// (or give the same <see cref="RedisThrottleOptions.Scope"/>): together they send no faster than a single process would.</summary>
    /// <param name="builder">What <c>AddProductClient</c> has returned.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Without an answer from Redis the client goes on with its own share of the pace, says so once, and comes back by itself. The
    /// options are checked when the host starts, or at the first use where there is no host: one that is not valid throws
    /// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> there.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The builder is not one of <c>AddProductClient</c>'s, or this client shares its limit
    /// already.</exception>
    public static IHttpClientBuilder AddStackExchangeRedisThrottle(this IHttpClientBuilder builder, Action<RedisThrottleOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        RedisThrottleRegistration.Add(builder, configure);
        return builder;
    }
}
