using System.CommandLine;
using ProductApi.Client.Benchmarks.Gate;
using ProductApi.Client.Benchmarks.Layers;
using ProductApi.Client.Benchmarks.Peers;
using ProductApi.Client.Benchmarks.Throttling;

// Not a command for people: a contender in a process of its own, which must start with nothing else.
if (args is [PeerProcess.Command, var key, var address])
{
    await PeerProcess.ServeAsync(key, new Uri(address));
    return 0;
}

var throttling = new Command("throttling", "this library beside what people would pick, on servers that throttle (about 8 minutes)");
throttling.SetAction((_, cancellationToken) => ThrottlingTable.PrintAsync(Console.Out, cancellationToken));

var file = new Argument<string>("FILE");
var picture = new Command("picture", "one throttled run drawn as SVG") { file };
picture.SetAction((result, cancellationToken) => ThrottledRunPicture.DrawAsync(result.GetRequiredValue(file), cancellationToken));

var gate = new Command("gate", "what the throttle costs an item while it is not needed (BenchmarkDotNet)");
gate.SetAction(_ => BenchmarkDotNet.Running.BenchmarkRunner.Run<GateBenchmark>());

var layers = new Command("layers", "what each handler and the whole client add to a request (BenchmarkDotNet, about 5 minutes)");
layers.SetAction(_ => BenchmarkDotNet.Running.BenchmarkRunner.Run([typeof(HandlerBenchmark), typeof(ClientBenchmark)]));

return await new RootCommand("What this library costs and what it saves, measured.")
{
    PeersCommand.Create(), layers, throttling, picture, gate,
}
    .Parse(args)
    .InvokeAsync();
