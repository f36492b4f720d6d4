using System.Diagnostics;
using ProductApi.Client.Benchmarks.StartUp;

// A whole cold process: fetches 500 products and tells when the first one was there and what everything took.
const int Count = 500;
var started = Stopwatch.GetTimestamp();
var baseAddress = new Uri(args[1]);
var fetch = args[0] switch
{
    "library" => Clients.ThisLibrary(baseAddress),
    "standard" => Clients.StandardHandler(baseAddress),
    _ => Clients.HandWritten(baseAddress),
};

var built = Stopwatch.GetTimestamp();
var arrived = 0;
await fetch(Enumerable.Range(1, Count), () =>
{
    if (Interlocked.Increment(ref arrived) == 1)
        Console.WriteLine("first");
});

var main = Stopwatch.GetElapsedTime(started).TotalSeconds;
var fetching = Stopwatch.GetElapsedTime(built).TotalSeconds;
Console.WriteLine(FormattableString.Invariant($"{main} {fetching} {Environment.CpuUsage.TotalTime.TotalSeconds}"));
return arrived == Count ? 0 : 1;
