using System.CommandLine;
using System.Globalization;
using ProductApi.Client.Benchmarks.Bombs;
using ProductApi.Client.Benchmarks.Fleet;
using ProductApi.Client.Benchmarks.Gate;
using ProductApi.Client.Benchmarks.Layers;
using ProductApi.Client.Benchmarks.Memory;
using ProductApi.Client.Benchmarks.Peers;
using ProductApi.Client.Benchmarks.Pictures;
using ProductApi.Client.Benchmarks.Soak;
using ProductApi.Client.Benchmarks.StartUp;
using ProductApi.Client.Benchmarks.Throttling;

// Not for people: what is measured in a process of its own, which must start with nothing else.
switch (args)
{
    case [PeerProcess.Command, var key, var address]:
        await PeerProcess.ServeAsync(key, new Uri(address));
        return 0;
    case [MemoryTable.ChildCommand, var key, var count]:
        await MemoryTable.RunAsync(key, int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["bomb", "server", var encoding]:
        await BombServer.RunAsync(encoding, Console.In, Console.Out);
        return 0;
    case ["bomb", "client", var address]:
        await BombedClient.RunAsync(new Uri(address), Console.Out, CancellationToken.None);
        return 0;
}

var gate = new Command("gate", "what the throttle costs an item while it is not needed (BenchmarkDotNet)");
gate.SetAction(_ => BenchmarkDotNet.Running.BenchmarkRunner.Run<GateBenchmark>());

var how = new Argument<string[]>("[MINUTES [SEED]]");
var soak = new Command(
    "soak", "a server killed, halted, throttled, slowed and broken at random: does all add up? (10 minutes at most; Linux)") { how };
soak.SetAction((result, cancellationToken) => SoakTest.RunAsync(Console.Out, result.GetRequiredValue(how), cancellationToken));

var rounds = new Argument<int>("ROUNDS") { DefaultValueFactory = _ => 3 };
var fleet = new Command("fleet", "eight processes on one limit, alone and through Redis; killed workers, a halted Redis (about 12 minutes; needs redis-server; Linux)") { rounds };
fleet.SetAction((result, cancellationToken) => FleetTable.PrintAsync(Console.Out, result.GetRequiredValue(rounds), cancellationToken));

return await new RootCommand("What this library costs and what it saves, measured.")
{
    PeersCommand.Create(), LayersCommand.Create(), MemoryTable.CreateCommand(), StartUpTable.CreateCommand(),
    ThrottlingTable.CreateCommand(), fleet, PictureCommand.Create(), gate, BombTable.CreateCommand(), soak,
}
    .Parse(args)
    .InvokeAsync();
