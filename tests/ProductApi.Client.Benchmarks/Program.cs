using ProductApi.Client.Benchmarks.Gate;
using ProductApi.Client.Benchmarks.Soak;
using ProductApi.Client.Benchmarks.Throttling;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

switch (args)
{
    case ["throttling"]:
        await ThrottlingTable.PrintAsync(Console.Out, interrupted.Token);
        return 0;
    case ["picture", var file]:
        await ThrottledRunPicture.DrawAsync(file, interrupted.Token);
        return 0;
    case ["gate"]:
        BenchmarkDotNet.Running.BenchmarkRunner.Run<GateBenchmark>();
        return 0;
    case ["soak", .. var how]:
        return await SoakTest.RunAsync(Console.Out, how, interrupted.Token);
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run --project tests/ProductApi.Client.Benchmarks -c Release -- COMMAND
              throttling      this library beside what people would pick, on real sockets (about 8 minutes)
              picture FILE    one throttled run drawn as SVG
              gate            what the throttle costs an item while it is not needed (BenchmarkDotNet)
              soak [MIN [SEED]]   does all add up while the server is killed, halted, throttled, slowed, broken? (10 minutes, Linux)
            """);
        return 2;
}
