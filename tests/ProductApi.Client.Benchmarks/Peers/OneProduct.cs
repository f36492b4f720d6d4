using System.Net.Http.Json;

namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>One request and its answer, read, as people write it.</summary>
internal static class OneProduct
{
    public static Func<int, Task<TProduct>> Through<TProduct>(HttpClient http, ReadAs<TProduct> read)
        where TProduct : class
    {
        var json = read.Json;
        return async id =>
        {
            using var response = await http.GetAsync($"products/{id}");
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync(json))!;
        };
    }

    public static Func<int, Task<TProduct>> Through<TProduct>(HttpMessageInvoker invoker, Uri baseAddress, ReadAs<TProduct> read)
        where TProduct : class
    {
        var json = read.Json;
        return async id =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(baseAddress, $"products/{id}"));
            using var response = await invoker.SendAsync(request, CancellationToken.None);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync(json))!;
        };
    }
}
