using System.Diagnostics;
using System.Globalization;

namespace ProductApi.Client.Redis.Tests.Support;

/// <summary>A redis-server of the tests' own on loopback, which keeps nothing on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";
    private Process? _process;

    public RedisServer() => Start();

    /// <summary>The server's file on the path; null where it is not installed.</summary>
    public static string? Installed { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, Program))
        .FirstOrDefault(File.Exists);

    public int Port { get; } = FreePort.Find();

    public void Start()
    {
        var start = new ProcessStartInfo(Installed!) { RedirectStandardOutput = true };
        string[] arguments = ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var ready = new TaskCompletionSource();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, output) =>
        {
            if (output.Data is null)
                ready.TrySetException(new InvalidOperationException($"{Program} ended before it was ready."));
            else if (output.Data.Contains("Ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
        };
        _process.Start();
        _process.BeginOutputReadLine();
        ready.Task.GetAwaiter().GetResult();
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose() => Kill();
}
