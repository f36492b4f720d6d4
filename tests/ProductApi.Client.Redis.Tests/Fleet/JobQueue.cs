using ProductApi.Client.Tests.ServerTable;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>A job handed out at least once: what a dead process had taken comes back after a while.</summary>
internal sealed class JobQueue(VirtualTimeProvider time, int count, IdleClient? idle = null)
{
    private static readonly TimeSpan Visible = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(0.1);

    private readonly Queue<int> _todo = new(Enumerable.Range(0, idle?.Count ?? count));
    private readonly Dictionary<int, FetchResult<Product>> _results = [];

    /// <summary>When the last id got its result, in seconds.</summary>
    public double End { get; private set; }

    public int Twice { get; private set; }

    public IReadOnlyCollection<FetchResult<Product>> Results => _results.Values;

    // Ids that came after the idle time.
    private int _handedOut;

    private bool IsDone => _results.Count == count;

    public async IAsyncEnumerable<int> PullAsync(ISet<int> taken)
    {
        while (true)
        {
            int? next = null;
            lock (_todo)
            {
                if (IsDone)
                    yield break;
                if (_todo.TryDequeue(out var id))
                    taken.Add((next = id).Value);
            }

            if (next is { } pulled)
                yield return pulled;
            else if (idle is not null && time.Now.TotalSeconds < idle.Until)
                await WaitAsync(idle);
            else
                await Task.Delay(Poll, time);
        }
    }

    public void Complete(int id, FetchResult<Product> result, ISet<int> taken)
    {
        lock (_todo)
        {
            taken.Remove(id);
            if (!_results.TryAdd(id, result))
                Twice++;
            else if (IsDone)
                End = time.Now.TotalSeconds;
        }
    }

    // The rest comes after the idle time.
    private async Task WaitAsync(IdleClient before)
    {
        await Task.Delay(TimeSpan.FromSeconds(before.Until) - time.Now, time);
        lock (_todo)
        {
            for (; _handedOut < count - before.Count; _handedOut++)
                _todo.Enqueue(before.Count + _handedOut);
        }
    }

    public async Task GiveBackAsync(IReadOnlyCollection<int> taken)
    {
        await Task.Delay(Visible, time);
        lock (_todo)
        {
            foreach (var id in taken)
                _todo.Enqueue(id);
        }
    }
}
