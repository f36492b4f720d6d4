using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Products;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <summary>Makes the run of one call from what all calls of a client share.</summary>
internal sealed class FetchRunFactory<TProduct>(
    ProductClientOptions settings,
    Func<HttpClient> createClient,
    JsonTypeInfo<TProduct> json,
    Slots slots,
    ThrottleGate gate,
    ApiAccessSource access,
    Secrets secrets,
    ApiKeySource keys,
    ApiKeyBreaker breaker,
    CallersHandlers callers,
    ProductClientTelemetry telemetry,
    ILogger logger,
    TimeProvider time)
    where TProduct : class
{
    public RunCancellation CreateCancellation(
        FetchOptions? options, CancellationToken clientEnded, CancellationToken caller, CancellationToken enumerator = default) =>
        new(time, options?.TimeLimit, clientEnded, caller, enumerator);

    public int MaxConcurrency(FetchOptions? options) => Math.Min(settings.MaxConcurrency, options?.MaxConcurrency ?? int.MaxValue);

    public FetchRun<TProduct> Create(FetchOptions? options, RunCancellation cancellation, int? total, LogLevel logLevel)
    {
        var endpoint = new ProductEndpoint<TProduct>(
            createClient(), access, secrets, callers, settings, new ResponseClassifier(settings, time), json);
        var ownSlots = slots.AtMost(MaxConcurrency(options));
        var items = new ItemFetcher<TProduct>(
            endpoint, access, breaker, keys, cancellation, telemetry, logger, time, settings.RetryBaseDelay);
        var progress = new ProgressReporter(options?.Progress, total, gate, breaker, time, logger);
        return new FetchRun<TProduct>(
            items, ownSlots, settings.BackupRequests ? gate : null, cancellation, progress, total, time, logger, logLevel);
    }
}
