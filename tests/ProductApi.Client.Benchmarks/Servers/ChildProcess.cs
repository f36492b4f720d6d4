using System.Diagnostics;

namespace ProductApi.Client.Benchmarks.Servers;

/// <summary>A process of our own, spoken to over its standard streams.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(string file, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>This program once more, with other arguments.</summary>
    public static ChildProcess StartSelf(params IEnumerable<string> arguments) =>
        StartAssembly(typeof(ChildProcess).Assembly.Location, arguments);

    public static ChildProcess StartAssembly(string file, params IEnumerable<string> arguments) =>
        Start("dotnet", [file, .. arguments]);

    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException(
                $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ended.");

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
