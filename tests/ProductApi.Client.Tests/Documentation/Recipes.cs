using System.Threading.RateLimiting;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Client;

namespace ProductApi.Client.Tests.Documentation;

// Code of the package's page that needs more than this library.
internal static class Recipes
{
    public static void KeyFromAnOAuthLibrary(IServiceCollection services, IConfiguration configuration, string[] scopes)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"));
        services.AddOptions<ProductClientOptions>().Configure<IConfidentialClientApplication>((options, oauth) =>
            options.ApiKeyProvider = async (request, ct) =>
            {
                var token = await oauth.AcquireTokenForClient(scopes).WithForceRefresh(request.IsAfterRejection).ExecuteAsync(ct);
                return new ProvidedApiKey(token.AccessToken) { ExpiresAt = token.ExpiresOn };
            });
    }

    public static void KeyFromAVault(IServiceCollection services)
    {
        services.AddOptions<ProductClientOptions>().Configure<SecretClient>((options, vault) =>
            options.ApiKeyProvider = async (request, ct) =>
                (await vault.GetSecretAsync("product-api-key", cancellationToken: ct)).Value.Value);
    }

    public static void CacheOutsideOfTheThrottle(IServiceCollection services, IConfiguration configuration, Func<DelegatingHandler> cache)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, cache()));
    }

    public static void ShareOfAKnownLimit(IServiceCollection services, IConfiguration configuration, RateLimiter limiter)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, new LimitHandler(limiter)));
    }

    internal sealed class LimitHandler(RateLimiter limiter) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var lease = await limiter.AcquireAsync(1, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
