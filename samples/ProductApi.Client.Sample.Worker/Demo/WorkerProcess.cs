using System.Diagnostics;

namespace ProductApi.Client.Sample.Worker.Demo;

/// <summary>This program once more, as a worker.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private int _timesAlone;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>How often it has said that it goes on without the shared limit.</summary>
    public int TimesAlone => Volatile.Read(ref _timesAlone);

    public bool HasExited => _process.HasExited;

    public static WorkerProcess Start(params IEnumerable<string> settings)
    {
        // Run by "dotnet run" there is an executable of its own; the muxer needs to be told the assembly.
        var file = Path.Combine(AppContext.BaseDirectory, "ProductApi.Client.Sample.Worker" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = File.Exists(file)
            ? new ProcessStartInfo(file, ["work", .. settings])
            : new ProcessStartInfo(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, "ProductApi.Client.Sample.Worker.dll"), "work", .. settings]);
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        var worker = new WorkerProcess(process);
        process.OutputDataReceived += (_, line) => worker.Read(line.Data);
        process.BeginOutputReadLine();
        return worker;
    }

    /// <summary>The worker gets no chance to tidy up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line?.Contains("store gives no answer", StringComparison.Ordinal) == true)
            Interlocked.Increment(ref _timesAlone);
    }
}
