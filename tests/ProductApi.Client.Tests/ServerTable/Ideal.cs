namespace ProductApi.Client.Tests.ServerTable;

/// <summary>The seconds a client needs that knows the server exactly.</summary>
internal static class Ideal
{
    private const int MaxConcurrency = 20;
    private const double RoundTrip = 0.012;

    public static double Bucket(int count, double rate, int burst, double latency = 0.11) =>
        Math.Max((Math.Max(0, count - burst) / rate) + latency, Concurrency(count, latency));

    public static double Windows(int windows, double length, int quota) => (windows * length) + Concurrency(quota, 0.11);

    public static double Unlimited(int count = 2000, double latency = 0.2) => Concurrency(count, latency + RoundTrip);

    /// <summary>All requests, those that are refused too, with everybody at work all the time.</summary>
    public static double Refusing(double count, double share, double latency = 0.1) =>
        Concurrency(1, latency + RoundTrip) * count / (1 - share) + ((latency + RoundTrip) / 2);

    public static double Concurrency(int count, double latency, int concurrency = MaxConcurrency) => count * latency / concurrency;
}
