using System.Runtime.InteropServices;

using Microsoft.Extensions.Hosting;

namespace ProductApi.Client.Sample;

/// <summary>Turns Ctrl+C and SIGTERM into a cancellation that leaves time for a summary; the second one ends the process at once.</summary>
/// <remarks>It is the host's lifetime as well: the usual one answers the same signals, with messages of its own.</remarks>
internal sealed class StopSignals : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _exitCode;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, 130));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, 143));
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code a shell expects after the signal; null when none came.</summary>
    public int? ExitCode => Volatile.Read(ref _exitCode) is var code and not 0 ? code : null;

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
            Environment.Exit(exitCode);
        _stop.Cancel();
    }
}
