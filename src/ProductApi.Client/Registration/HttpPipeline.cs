using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly.Telemetry;
using ProductApi.Client.Bodies;
using ProductApi.Client.Fetching;
using ProductApi.Client.Pipeline;

namespace ProductApi.Client.Registration;

/// <summary>The handlers of one client's requests, from the outside in.</summary>
internal static class HttpPipeline
{
    // A change in DNS is seen within this time, also by a run of hours that keeps its handlers.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private static readonly string UserAgent = "ProductApi.Client/"
        + typeof(HttpPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void Configure(IHttpClientBuilder builder, string name)
    {
        builder.RemoveAllLoggers();
#pragma warning disable EXTEXP0001 // A resilience handler inherited from ConfigureHttpClientDefaults would multiply ours.
        builder.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        builder.ConfigureHttpClient((services, client) => ConfigureClient(client, State(services).Options));

        builder.AddHttpMessageHandler(services => CreateThrottleHandler(State(services)));
        builder.AddStandardResilienceHandler().Configure((options, services) => ConfigureResilience(options, services, name));
        builder.AddHttpMessageHandler(services => CreateAttemptHandler(State(services)));
        builder.UseSocketsHttpHandler((handler, services) => ConfigureSockets(handler, State(services).Options));

        // First of all filters, which makes it the last to see what the others have made of the chain.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter>(
            services => new ApiKeyHandlerFilter(builder.Name, () => State(services))));

        Silence(builder.Services, builder.Name);

        ClientState State(IServiceProvider services) => services.GetRequiredKeyedService<ClientState>(name);
    }

    private static ThrottleHandler CreateThrottleHandler(ClientState state) => new(state.Gate, state.Options, state.Time);

    private static AttemptHandler CreateAttemptHandler(ClientState state) => new(
        new BodyReader(state.Options.MaxResponseBytes, state.Handlers), state.Telemetry);

    private static void ConfigureClient(HttpClient client, ProductClientOptions options)
    {
        client.BaseAddress = options.BaseAddress;
        client.Timeout = Timeout.InfiniteTimeSpan;

        // Not parsed: every request copies them, and text is copied as it is.
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
    }

    private static void ConfigureSockets(SocketsHttpHandler handler, ProductClientOptions options)
    {
        ApiKeyHandlerFilter.MarkAsOwn(handler);
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;

        // Plain http is allowed to loopback because it stays on the machine; through a proxy it would not.
        handler.UseProxy = options.BaseAddress is { IsLoopback: false };
        handler.EnableMultipleHttp2Connections = true;

        // A connect timeout tells that the host is unreachable; an attempt timeout would charge the item.
        handler.ConnectTimeout = options.ConnectTimeout < options.AttemptTimeout ? options.ConnectTimeout : 0.8 * options.AttemptTimeout;
        handler.PooledConnectionLifetime = ConnectionLifetime;
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
