using System.Globalization;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProductApi.Client.Sample;

/// <summary>Says in one line that the server cannot be reached, instead of leaving the user with a bar that stands still.</summary>
/// <remarks>The client logs an outage as soon as it is sure of it. A connection that hangs takes longer: silence counts too.</remarks>
internal sealed class ConnectionNotice(Action<string> say) : ILoggerProvider, ILogger
{
    private const string Category = "ProductApi.Client";

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    private string? _lastWarning;
    private int _said;

    /// <summary>Whether a rejected key ended the run.</summary>
    public bool KeyRejected { get; private set; }

    /// <summary>Speaks up when nothing has arrived after three seconds.</summary>
    public Timer Watch(ProductClientOptions options, Func<bool> hasArrived) => new(_ =>
    {
        if (!hasArrived())
            Say(Volatile.Read(ref _lastWarning) ?? Silence(options));
    }, null, LongestSilence, Timeout.InfiniteTimeSpan);

    public ILogger CreateLogger(string categoryName) => categoryName == Category ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        var message = formatter(state, exception);
        Volatile.Write(ref _lastWarning, message);
        if (eventId.Name == "OutageStarted")
            Say(message);
        if (eventId.Name == "KeyRejected")
            KeyRejected = true;
    }

    public void Dispose()
    {
    }

    private static string Silence(ProductClientOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"No answer from {options.BaseAddress} for {LongestSilence.TotalSeconds} s, "
        + $"waiting for up to {options.OutagePatience.TotalSeconds} s (OutagePatience)");

    private void Say(string message)
    {
        if (Interlocked.Exchange(ref _said, 1) == 0)
            say($"{message}. Ctrl+C ends the run.");
    }
}
