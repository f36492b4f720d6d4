using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ProductApi.Client.Redis.Tests.Documentation;

// Code that the documents show.
internal static class RedisSnippets
{
    public static void Readme(IServiceCollection services, IConfiguration configuration)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"))
            .AddStackExchangeRedisThrottle(options => options.Configuration = configuration.GetConnectionString("Redis"));
    }

    public static void PackagePage(IServiceCollection services, IConfiguration configuration)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"))
            .AddStackExchangeRedisThrottle(options => options.Configuration = "redis:6379,ssl=true,user=fetcher,password=...");
    }
}
