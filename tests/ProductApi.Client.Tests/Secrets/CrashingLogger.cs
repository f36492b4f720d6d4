using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>A sink that cannot write and says what.</summary>
internal sealed class CrashingLogger : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name?.StartsWith("Run", StringComparison.Ordinal) == true)
            throw new InvalidOperationException($"The disk is full: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
