using ProductApi.Client.Benchmarks.Bombs;
using ProductApi.Client.Benchmarks.Gate;
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
    case ["bomb"]:
        await BombTable.PrintAsync(Console.Out, interrupted.Token);
        return 0;
    case ["bomb", "server", var encoding]:
        await BombServer.RunAsync(encoding, Console.In, Console.Out);
        return 0;
    case ["bomb", "client", var address]:
        await BombedClient.RunAsync(new Uri(address), Console.Out, interrupted.Token);
        return 0;
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run --project tests/ProductApi.Client.Benchmarks -c Release -- COMMAND
              throttling      this library beside what people would pick, on real sockets (about 8 minutes)
              picture FILE    one throttled run drawn as SVG
              bomb            memory of a client whose every answer decompresses to a gigabyte
              gate            what the throttle costs an item while it is not needed (BenchmarkDotNet)
            """);
        return 2;
}
