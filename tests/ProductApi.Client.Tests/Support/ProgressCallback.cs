namespace ProductApi.Client.Tests.Support;

/// <summary>Calls back at once, where <see cref="Progress{T}"/> would post to the thread pool.</summary>
internal sealed class ProgressCallback(Action<FetchProgress> report) : IProgress<FetchProgress>
{
    public void Report(FetchProgress value) => report(value);
}
