using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ProductApi.Client.Benchmarks.Layers;

internal static class LayersCommand
{
    private const int MostIterations = 25;

    public static Command Create()
    {
        var transport = new Option<Transport?>("--transport") { Description = "Only this stub; both by default." };
        var dry = new Option<bool>("--dry") { Description = "Each once, to see that all of it runs; the figures mean nothing." };
        var command = new Command("layers", "what each handler and the whole client add to a request (BenchmarkDotNet, about 10 minutes)")
        {
            transport, dry,
        };
        command.SetAction(result =>
        {
            BenchmarkRunner.Run(
                [typeof(HandlerBenchmark), typeof(ClientBenchmark), typeof(JsonBenchmark)],
                Configure(result.GetValue(transport), result.GetValue(dry)));
        });
        return command;
    }

    // In this process, because what is measured is internal to the library and to this program.
    private static ManualConfig Configure(Transport? transport, bool dry)
    {
        var job = (dry ? Job.Dry : Job.Default.WithMaxIterationCount(MostIterations)).WithToolchain(InProcessEmitToolchain.Instance);
        return ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(job)
            .AddFilter(new SimpleFilter(benchmark =>
                transport is null
                || benchmark.Parameters.Items.All(item => item.Name != nameof(Transport) || Equals(item.Value, transport))));
    }
}
