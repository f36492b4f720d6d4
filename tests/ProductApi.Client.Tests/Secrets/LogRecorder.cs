using System.Collections;
using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>A sink like those of a service: takes every line of every category, with its state, exception and scopes.</summary>
internal sealed class LogRecorder(Action<Utterance> hear) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Hear<TState>(string category, EventId id, TState state, Exception? exception, string message)
    {
        var where = $"log {category}/{id.Name}";
        hear(new(where, message));
        Hear(where, state);
        foreach (var utterance in exception is null ? [] : ObjectTour.Of(exception))
            hear(utterance with { Where = $"{where}: {utterance.Where}" });
        _scopes?.ForEachScope((scope, _) => Hear($"{where}: scope", scope), state);
    }

    private void Hear(string where, object? state)
    {
        hear(new(where, $"{state}"));
        foreach (var item in state as IEnumerable ?? Array.Empty<object>())
            hear(new(where, item is KeyValuePair<string, object?> pair ? $"{pair.Key}={pair.Value}" : $"{item}"));
    }

    private sealed class Logger(LogRecorder recorder, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => recorder._scopes?.Push(state);

        // Level None, with which Polly's silenced events come, means "not written".
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                recorder.Hear(category, eventId, state, exception, formatter(state, exception));
        }
    }
}
