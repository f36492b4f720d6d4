using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>One process: its client, its network, and what it took from the job.</summary>
internal sealed class FleetProcess(int number, JobQueue queue, SimulatedNetwork network) : IDisposable
{
    private readonly CancellationTokenSource _death = new();
    private readonly HashSet<int> _taken = [];

    public int Number => number;

    public SimulatedNetwork Network => network;

    public TestClient? Client { get; set; }

    public async Task WorkAsync()
    {
        try
        {
            await foreach (
                var (id, result) in Client!.Products.StreamManyAsync(queue.PullAsync(_taken), id => id, cancellationToken: _death.Token))
                queue.Complete(id, result, _taken);
        }
        catch (OperationCanceledException) when (_death.IsCancellationRequested)
        {
            await queue.GiveBackAsync([.. _taken]);
        }
    }

    public void Dispose()
    {
        Client?.Dispose();
        _death.Dispose();
    }

    public async Task DieAsync()
    {
        await _death.CancelAsync();
        await Client!.DisposeAsync();
    }
}
