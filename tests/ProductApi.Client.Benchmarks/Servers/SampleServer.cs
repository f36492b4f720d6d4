using System.Text.RegularExpressions;

namespace ProductApi.Client.Benchmarks.Servers;

/// <summary>The repository's own server, where no third party's is at hand or an answer must take its time.</summary>
internal sealed partial class SampleServer : IServer
{
    private readonly ChildProcess _process;

    private SampleServer(ChildProcess process, Uri baseAddress)
    {
        _process = process;
        BaseAddress = baseAddress;
    }

    public string Name => "the sample server (Kestrel)";

    public Uri BaseAddress { get; }

    public static async Task<SampleServer> StartAsync(TimeSpan latency, CancellationToken cancellationToken)
    {
        var assembly = typeof(Sample.Server.ProductServer).Assembly.Location;
        var process = ChildProcess.StartAssembly(assembly, "--Latency", latency.ToString(), "--ProductCount", "10000000");
        try
        {
            var greeting = await process.ReadLineAsync(cancellationToken);
            return new SampleServer(process, new Uri(Address().Match(greeting).Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex("http://[^ ]+")]
    private static partial Regex Address();
}
