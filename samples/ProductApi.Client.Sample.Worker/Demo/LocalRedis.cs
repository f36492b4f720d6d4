using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ProductApi.Client.Sample.Worker.Demo;

/// <summary>A redis-server on a free port of this machine that keeps nothing on disk.</summary>
internal sealed class LocalRedis : IDisposable
{
    private const string Program = "redis-server";

    private readonly Process _process;

    private LocalRedis(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int ProcessId => _process.Id;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0
            && (File.Exists(Path.Combine(folder, Program)) || File.Exists(Path.Combine(folder, $"{Program}.exe"))));

    public static async Task<LocalRedis> StartAsync(CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(
            Program, ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
        };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, output) =>
        {
            if (output.Data is null)
                ready.TrySetException(new InvalidOperationException($"{Program} ended before it was ready."));
            else if (output.Data.Contains("Ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
        };
        process.Start();
        process.BeginOutputReadLine();
        var redis = new LocalRedis(process, port);
        try
        {
            await ready.Task.WaitAsync(cancellationToken);
            return redis;
        }
        catch
        {
            redis.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
