using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Benchmarks.Peers;

namespace ProductApi.Client.Benchmarks.StartUp;

/// <summary>Fetches the ids and tells of each product when it is there.</summary>
internal delegate Task Fetch(IEnumerable<int> ids, Action arrived);

internal static class Clients
{
    private const int MaxConcurrency = 20;
    private const string Key = "sample-key";

    public static Fetch HandWritten(Uri baseAddress)
    {
        var http = new HttpClient();
        Configure(http, baseAddress);
        return (ids, arrived) => WhenAllAsync(http, ids, arrived);
    }

    public static Fetch StandardHandler(Uri baseAddress)
    {
        var services = new ServiceCollection();
        services.AddHttpClient("products", http => Configure(http, baseAddress)).AddStandardResilienceHandler();
        var http = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("products");
        return (ids, arrived) => WhenAllAsync(http, ids, arrived);
    }

    public static Fetch ThisLibrary(Uri baseAddress)
    {
        var services = new ServiceCollection();
        services.AddProductClient(PlainProductJson.Default.PlainProduct, options =>
        {
            options.BaseAddress = baseAddress;
            options.ApiKey = Key;
        });
        var products = services.BuildServiceProvider().GetRequiredService<IProductClient<PlainProduct>>();
        return async (ids, arrived) =>
        {
            await foreach (var result in products.StreamManyAsync(ids))
            {
                if (result.Succeeded)
                    arrived();
            }
        };
    }

    private static void Configure(HttpClient http, Uri baseAddress)
    {
        http.BaseAddress = baseAddress;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    private static async Task WhenAllAsync(HttpClient http, IEnumerable<int> ids, Action arrived)
    {
        using var slots = new SemaphoreSlim(MaxConcurrency);
        await Task.WhenAll(ids.Select(FetchAsync));

        async Task FetchAsync(int id)
        {
            await slots.WaitAsync();
            try
            {
                using var response = await http.GetAsync($"products/{id}");
                response.EnsureSuccessStatusCode();
                if (await response.Content.ReadFromJsonAsync(PlainProductJson.Default.PlainProduct) is not null)
                    arrived();
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
