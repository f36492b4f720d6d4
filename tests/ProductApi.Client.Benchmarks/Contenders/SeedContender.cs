using System.Net.Http.Headers;
using ProductApi.Client.Sample.Server;
using ProductApi.Client.Tests.ServerTable;

namespace ProductApi.Client.Benchmarks.Contenders;

/// <summary>The article's client: three attempts per item, nothing shared.</summary>
internal sealed class SeedContender : IContender
{
    public string Name => "the article's loop";

    public async Task<int> FetchAsync(Uri baseAddress, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = baseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", new ProductServerOptions().ApiKey);
        return await new SeedAlgorithm(http, TimeProvider.System).FetchAsync(ids);
    }
}
