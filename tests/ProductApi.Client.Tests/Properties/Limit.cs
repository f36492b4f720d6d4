namespace ProductApi.Client.Tests.Properties;

/// <summary>How a server limits its clients.</summary>
internal abstract record Limit
{
    /// <summary>What it lets through per second to a client that asks so fast at most.</summary>
    public abstract double Rate(double most, double latency);

    internal sealed record None : Limit
    {
        public override double Rate(double most, double latency) => most;
    }

    internal sealed record Bucket(double PerSecond, int Status, bool TellsWait) : Limit
    {
        public int Burst => (int)Math.Max(1, 0.4 * PerSecond);

        public override double Rate(double most, double latency) => Math.Min(most, PerSecond);
    }

    internal sealed record Window(int Quota, int Length, int Status, bool TellsQuota, bool TellsWait) : Limit
    {
        public override double Rate(double most, double latency) => Math.Min(most, (double)Quota / Length);
    }

    internal sealed record Concurrency(int Most, int Status) : Limit
    {
        public override double Rate(double most, double latency) => Math.Min(most, Most / latency);
    }
}
