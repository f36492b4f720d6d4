using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

namespace Shop;

/// <summary>Every line that is really written, down to Trace.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>All but those of the host.</summary>
    public IReadOnlyList<string> OfThePackages => [.. _lines.Where(line => !IsOfTheHost(line))];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private static bool IsOfTheHost(string line) =>
        line.Contains(" Microsoft.Extensions.Hosting", StringComparison.Ordinal)
            || line.Contains(" Microsoft.Hosting", StringComparison.Ordinal);

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines._lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
