using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>Hears every log line, metric, trace and network event of the process, whoever tells it.</summary>
internal sealed class EverythingSaid : IDisposable
{
    private readonly ConcurrentQueue<Utterance> _said = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;
    private readonly NetworkEvents _events;

    public EverythingSaid()
    {
        Logs = new LogRecorder(_said.Enqueue);
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(instrument, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_activities);
        _events = new NetworkEvents(_said.Enqueue);
    }

    public LogRecorder Logs { get; }

    public IReadOnlyList<Utterance> Utterances
    {
        get
        {
            _meters.RecordObservableInstruments();
            return [.. _said];
        }
    }

    public void Dispose()
    {
        _events.Dispose();
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var source = $"metric {instrument.Meter.Name}/{instrument.Name}";
        foreach (var tag in tags)
            _said.Enqueue(new(source, $"{tag.Key}={tag.Value}"));
        foreach (var tag in (instrument.Tags ?? []).Concat(instrument.Meter.Tags ?? []))
            _said.Enqueue(new(source, $"{tag.Key}={tag.Value}"));
    }

    private void Hear(Activity activity)
    {
        var source = $"trace {activity.Source.Name}/{activity.OperationName}";
        _said.Enqueue(new(source, $"{activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}"));
        var events = activity.Events.SelectMany(one => one.Tags);
        foreach (var tag in activity.TagObjects.Concat(events).Concat(activity.Links.SelectMany(one => one.Tags ?? [])))
            _said.Enqueue(new(source, $"{tag.Key}={tag.Value}"));
        foreach (var item in activity.Baggage)
            _said.Enqueue(new(source, $"{item.Key}={item.Value}"));
    }

    private sealed class NetworkEvents(Action<Utterance> hear) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.StartsWith("System.Net.", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }

        // The base constructor may already deliver events, before there is anybody to hear them.
        protected override void OnEventWritten(EventWrittenEventArgs eventData) => hear?.Invoke(new(
            $"event {eventData.EventSource.Name}/{eventData.EventName}", $"{eventData.Message} {string.Join(' ', eventData.Payload ?? new([]))}"));
    }
}

/// <summary>Something that was said, and where.</summary>
internal sealed record Utterance(string Where, string Text);
