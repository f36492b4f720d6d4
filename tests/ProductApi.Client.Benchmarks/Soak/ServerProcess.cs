using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>The sample server as a process of its own, on one port all its lives: it can be killed, halted and started anew.</summary>
internal sealed class ServerProcess(int port) : IAsyncDisposable
{
    public const int ProductCount = 20_000;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private Process? _process;

    public Uri BaseAddress { get; } = new($"http://127.0.0.1:{port}/");

    /// <summary>A server on a port that no client's own end of a connection can be given while the server is away.</summary>
    public static ServerProcess OnFreePort(Random random)
    {
        while (true)
        {
            var port = random.Next(20_000, 30_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return new ServerProcess(port);
            }
            catch (SocketException)
            {
                // Taken; another one will be free.
            }
        }
    }

    public async Task StartAsync(string arguments, CancellationToken cancellationToken)
    {
        var server = typeof(ProductServer).Assembly.Location;
        var command = $"\"{server}\" --Port {port} --ProductCount {ProductCount} --Latency 00:00:00.002 {arguments}";
        _process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var announced = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(LongestStart, cancellationToken);
        if (announced is null)
        {
            var why = await _process.StandardError.ReadToEndAsync(cancellationToken);
            throw new InvalidOperationException($"The sample server did not start: {why}");
        }
    }

    public Task HaltAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;

        _process = null;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {_process!.Id}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"The sample server could not be sent {signal}.");
    }
}
