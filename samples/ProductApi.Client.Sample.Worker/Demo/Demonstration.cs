using System.Diagnostics;
using System.Globalization;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Sample.Worker.Demo;

/// <summary>Four workers on one limit, one of them killed in the middle; first each for itself, then together.</summary>
internal static class Demonstration
{
    private const int Ids = 1200;
    private const int Workers = 4;
    private const int Rate = 100;
    private const int Burst = 20;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(0.5);

    public static async Task<int> RunAsync(bool asJson, CancellationToken cancellationToken)
    {
        if (!LocalRedis.IsInstalled)
        {
            Console.Error.WriteLine(
                "The demonstration needs redis-server on the path: apt-get install redis-server, brew install redis, or see redis.io. "
                + "Workers take any Redis: --Worker:Redis redis:6379.");
            return 1;
        }

        using var redis = await LocalRedis.StartAsync(cancellationToken);
        if (!asJson)
        {
            Say($"redis-server on {redis.Address}; {Ids} ids, {Workers} workers as processes, a limit of {Rate} requests a second; "
                + "one worker is killed in the middle.");
        }

        var isComplete = true;
        foreach (var mode in new[] { "alone", "shared" })
        {
            var accounts = await Run(mode, asJson).RunAsync(redis, cancellationToken);
            isComplete &= accounts.Lost == 0;
            if (asJson)
                Console.WriteLine(accounts.ToJson());
            else
                Print(accounts);
        }

        return isComplete ? 0 : 1;
    }

    private static JobRun Run(string mode, bool asJson) => new(
        mode, Ids, Workers, new RateLimitOptions { Limit = Rate, Burst = Burst }, Ideal: ((double)(Ids - Burst) / Rate) + 0.1)
    {
        Victims = 1,
        Progress = asJson ? (_, _) => { }
        : Progress(mode),
    };

    private static Action<int, ServerStats> Progress(string mode)
    {
        var watch = Stopwatch.StartNew();
        var told = TimeSpan.Zero;
        return (results, _) =>
        {
            if (results == 0 || watch.Elapsed - told < ProgressEvery)
                return;

            told = watch.Elapsed;
            var line = $"{mode}: {results} of {Ids}";
            if (Console.IsOutputRedirected)
                Say(line);
            else
                Console.Write($"\r{line} ");
        };
    }

    private static void Print(Accounts accounts)
    {
        if (!Console.IsOutputRedirected)
            Console.Write('\r');
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{accounts.Mode,-6} {accounts.Results} of {accounts.Ids} results, {accounts.Lost} lost, {accounts.Twice} fetched twice, "
            + $"{accounts.RefusedPercent:0.0} % refused, {accounts.Seconds:0.0} s ({accounts.Seconds / accounts.Ideal:0.00} x the ideal)"));
    }

    private static void Say(string line) => Console.WriteLine(line);
}
