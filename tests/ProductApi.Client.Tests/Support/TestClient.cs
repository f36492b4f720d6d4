using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ProductApi.Client.Tests.Support;

/// <summary>A product client in a container of its own, with everything a test may want to look at.</summary>
internal sealed class TestClient : IAsyncDisposable, IDisposable
{
    public const string Key = "s3cr3t-key-of-the-tests";

    private readonly ServiceProvider _services;

    public TestClient(
        Uri baseAddress, Action<ProductClientOptions>? configure = null, Action<IHttpClientBuilder>? build = null,
        TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Logs)));
        if (time is not null)
            services.AddSingleton(time);
        var builder = services.AddProductClient(options =>
        {
            options.BaseAddress = baseAddress;
            options.ApiKey = Key;

            // On a real clock a machine that stands still for a moment would change what a test counts.
            options.BackupRequests = time is not null;
            configure?.Invoke(options);
        });
        build?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    /// <summary>A client whose requests never reach a socket.</summary>
    public static TestClient Scripted(
        HttpMessageHandler server, Action<ProductClientOptions>? configure =
            null, TimeProvider? time = null, Action<IHttpClientBuilder>? build = null) =>
        new(new Uri("https://products.test/"), configure, builder =>
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => server);
            build?.Invoke(builder);
        }, time);

    // LogLevel.None, with which Polly's silenced events come, means "not written" to every real sink.
    public FakeLogCollector Logs { get; } = FakeLogCollector.Create(new FakeLogCollectorOptions
    {
        FilteredLevels = new HashSet<LogLevel>(Enum.GetValues<LogLevel>().Except([LogLevel.None])),
    });

    public IServiceProvider Services => _services;

    /// <summary>One of the parts that all calls of the client share.</summary>
    public T Part<T>()
        where T : class => _services.GetRequiredKeyedService<T>("");

    public IProductClient Products => _services.GetRequiredService<IProductClient>();

    public void Dispose() => _services.Dispose();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
