namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Workers behind a queue without a bound. Work is not abandoned when the client stops waiting for it.</summary>
internal abstract class WorkerQueue(ServerClock clock, SeededRandom random, int workers, double latency) : ServerModel(
    clock, random, latency)
{
    private readonly Queue<Reply> _queue = new();
    private int _busy;

    protected int Waiting => _queue.Count;

    public override void Arrive(int item, Reply reply)
    {
        if (_busy < workers)
            Begin(reply);
        else
            _queue.Enqueue(reply);
    }

    protected abstract double WorkTime();

    private void Begin(Reply reply)
    {
        _busy++;
        Clock.After(WorkTime(), () => End(reply));
    }

    private void End(Reply reply)
    {
        _busy--;
        reply(ServerAnswer.Product, 0);
        if (_queue.TryDequeue(out var next))
            Begin(next);
    }
}

/// <summary>Throughput has a knee at the number of workers; with contention it falls past it.</summary>
internal sealed class Knee(ServerClock clock, SeededRandom random, int workers = 15) : WorkerQueue(clock, random, workers, latency: 0.2)
{
    public double Contention { get; init; }

    protected override double WorkTime() => (Random.Exponential(0.5 * Latency) + (0.5 * Latency)) * (1 + (Contention * Waiting));
}

/// <summary>So slow that clients time out: the server that retry storms are made of.</summary>
internal sealed class Overload(ServerClock clock, SeededRandom random, int workers = 4) : WorkerQueue(clock, random, workers, latency: 3)
{
    protected override double WorkTime() => ServiceTime();
}
