namespace ProductApi.Client.Benchmarks.Contenders;

/// <summary>A way to fetch many products; every one of them may have 20 requests in flight.</summary>
internal interface IContender
{
    const int MaxConcurrency = 20;

    string Name { get; }

    /// <summary>Fetches every id and returns how many were delivered. What fails is lost.</summary>
    Task<int> FetchAsync(Uri baseAddress, IReadOnlyList<int> ids, CancellationToken cancellationToken);
}
