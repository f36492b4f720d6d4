using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly.Telemetry;
using ProductApi.Client.Bodies;
using ProductApi.Client.Diagnostics;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Registration;

/// <summary>The handlers of one client's requests, from the outside in.</summary>
internal static class HttpPipeline
{
    private static readonly string UserAgent = "ProductApi.Client/"
        + typeof(HttpPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void Configure(IHttpClientBuilder builder, string name)
    {
        builder.RemoveAllLoggers();
#pragma warning disable EXTEXP0001 // A resilience handler inherited from ConfigureHttpClientDefaults would multiply ours.
        builder.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        builder.ConfigureHttpClient(
            (services, client) => ConfigureClient(client, services.Part<ApiAccessSource>(name).Current.BaseAddress));

        builder.AddHttpMessageHandler(services => CreateThrottleHandler(services, name));
        builder.AddStandardResilienceHandler().Configure((options, services) => ConfigureResilience(options, services, name));
        builder.AddHttpMessageHandler(services => CreateAttemptHandler(services, name));

        // First of all filters, which makes it the last to see what the others have made of the chain.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter>(
            services => new ApiKeyHandlerFilter(builder.Name, name, services)));

        Silence(builder.Services, builder.Name);
    }

    private static ThrottleHandler CreateThrottleHandler(IServiceProvider services, string name) =>
        new(
            services.Part<ThrottleGate>(name), services.Part<ApiAccessSource>(name), ClientParts.Settings(services, name),
            ClientParts.Time(services));

    private static AttemptHandler CreateAttemptHandler(IServiceProvider services, string name)
    {
        var options = ClientParts.Settings(services, name);
        var callers = services.Part<CallersHandlers>(name);
        return new AttemptHandler(
            services.Part<ThrottleGate>(name),
            new BodyReader(options.MaxResponseBytes, () => callers.MayReadBodies, keepsHeaders: options.ResponseRule is not null),
            new ResponseClassifier(options, ClientParts.Time(services)),
            callers,
            services.Part<ProductClientTelemetry>(name),
            services.Part<Secrets>(name));
    }

    private static void ConfigureClient(HttpClient client, Uri baseAddress)
    {
        client.BaseAddress = baseAddress;
        client.Timeout = Timeout.InfiniteTimeSpan;

        // Not parsed: every request copies them, and text is copied as it is.
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
    }

    // The resilience handler's options are validated at start too; two reports of one wrong setting would hide it.
    private static void ConfigureResilience(HttpStandardResilienceOptions resilience, IServiceProvider services, string name)
    {
        try
        {
            StandardResilience.Configure(resilience, services.GetRequiredService<IOptionsMonitor<ProductClientOptions>>().Get(name));
        }
        catch (OptionsValidationException)
        {
        }
    }

    // Polly would log two lines per request; other pipelines of the service keep theirs.
    private static void Silence(IServiceCollection services, string clientName)
    {
        var pipeline = $"{clientName}-standard";
        services.PostConfigure<TelemetryOptions>(telemetry =>
        {
            var others = telemetry.SeverityProvider;
            telemetry.SeverityProvider = arguments =>
                arguments.Source.PipelineName == pipeline
                    ? ResilienceEventSeverity.None
                    : others?.Invoke(arguments) ?? arguments.Event.Severity;
        });
    }
}
