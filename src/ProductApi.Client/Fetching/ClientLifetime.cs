namespace ProductApi.Client.Fetching;

/// <summary>Tells all runs of one client when its container is disposed of: they end then, they do not hang.</summary>
internal sealed class ClientLifetime : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public CancellationToken Ended => _ended.Token;

    public void Dispose() => _ended.Cancel();
}
