using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProductApi.Client.Keys;
using ProductApi.Client.Tests.Support;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>A service that uses the client and lets nothing go unseen: what is said anywhere, and every object it gets hold of.</summary>
internal sealed class ObservedService : IAsyncDisposable
{
    private readonly EverythingSaid _said = new();
    private readonly ConcurrentQueue<object?> _held = new();
    private readonly ServiceCollection _services = [];
    private readonly ServiceProvider _provider;

    public ObservedService(SecretKey key, Uri baseAddress, Dictionary<string, string?> settings, Action<IHttpClientBuilder>? build = null)
    {
        Key = key;
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ProductApi:BaseAddress"] = baseAddress.ToString(),
            ["ProductApi:ApiKey"] = key.Value,
            ["ProductApi:RetryBaseDelay"] = "00:00:00.001",
            ["ProductApi:OutagePatience"] = "00:00:00.3",
        }).AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create($"ProductApi:{pair.Key}", pair.Value))).Build();
        _services.AddSingleton<IConfiguration>(Configuration);
        _services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_said.Logs));
        var builder = _services.AddProductClient();
        build?.Invoke(builder);
        builder.AddHttpMessageHandler(() => new RequestKeeper(this));
        _provider = _services.BuildServiceProvider();
        foreach (var service in Resolved())
            _held.Enqueue(service);
    }

    public SecretKey Key { get; }

    public IConfigurationRoot Configuration { get; }

    /// <summary>What the service does when a request fails.</summary>
    public Action AtFailure { get; set; } = () => { };

    public IProductClient Products => _provider.GetRequiredService<IProductClient>();

    public IEnumerable<FetchResult<Product>> Results => _held.OfType<FetchResult<Product>>();

    public IEnumerable<Exception> Exceptions => _held.OfType<Exception>();

    /// <summary>Where the key, or half of it, has come to light.</summary>
    public IReadOnlyList<string> Leaks
    {
        get
        {
            var services = _services.Select(service =>
                service.IsKeyedService ? service.KeyedImplementationInstance : service.ImplementationInstance);
            var shown = ObjectTour.Of([.. _held, .. services]);
            var leaks = _said.Utterances.Concat(shown).Where(utterance => Key.IsIn(utterance.Text));
            return [.. leaks.Select(utterance => $"{utterance.Where}: {utterance.Text}").Distinct()];
        }
    }

    /// <summary>Fetches, and keeps the results, the progress and whatever is thrown.</summary>
    public async Task FetchAsync(
        int count = 12, FetchOptions? options = null, bool streams = true, CancellationToken cancellationToken = default)
    {
        var streamed = Enumerable.Range(1, streams ? 3 : 0);
        options ??= new FetchOptions { Progress = new ProgressCallback(progress => _held.Enqueue(progress)) };
        try
        {
            foreach (var result in await Products.FetchManyAsync(Enumerable.Range(1, count), options, cancellationToken))
                _held.Enqueue(result);
            await foreach (var result in Products.StreamManyAsync(streamed, cancellationToken: cancellationToken))
                _held.Enqueue(result);
        }
        catch (Exception exception)
        {
            _held.Enqueue(exception);
        }
    }

    public ValueTask StopAsync() => _provider.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _said.Dispose();
    }

    private IEnumerable<object?> Resolved()
    {
        yield return _provider;
        yield return _provider.GetRequiredService<IOptionsMonitor<ProductClientOptions>>().CurrentValue;
        yield return _provider.GetRequiredService<IOptions<ProductClientOptions>>();
        yield return _provider.GetRequiredService<IOptions<ProductClientOptions>>().Value;
        yield return _provider.GetRequiredKeyedService<ApiAccessSource>(Options.DefaultName);
        yield return _provider.GetRequiredKeyedService<ProductApi.Client.Keys.Secrets>(Options.DefaultName);
        yield return _provider.GetRequiredKeyedService<ApiKeySource>(Options.DefaultName);
        yield return _provider.GetRequiredKeyedService<ApiKeyBreaker>(Options.DefaultName);
        yield return _provider.GetRequiredKeyedService<ThrottleGate>(Options.DefaultName);
        yield return _provider.GetRequiredService<IProductClient>();
        yield return _provider.GetRequiredService<IHttpClientFactory>().CreateClient("ProductApi.Client");
        yield return _provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("ProductApi.Client");
    }

    /// <summary>Keeps what the library lets travel with a request, and sees it fail.</summary>
    private sealed class RequestKeeper(ObservedService service) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            foreach (var option in request.Options)
                service._held.Enqueue(option.Value);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException)
            {
                service.AtFailure();
                throw;
            }
        }
    }
}
