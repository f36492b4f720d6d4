namespace ProductApi.Client.Benchmarks.Peers;

/// <summary>A way to fetch many products, made once and asked many times; every one of them may have 20 requests in flight.</summary>
internal interface IPeer
{
    const int MaxConcurrency = 20;

    /// <summary>Fetches every id and returns how many of them were answered with their own product.</summary>
    Task<int> FetchAsync(IReadOnlyList<int> ids);
}
