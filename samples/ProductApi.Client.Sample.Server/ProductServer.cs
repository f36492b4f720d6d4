using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ProductApi.Client.Sample.Server;

/// <summary>A local Product API that listens on 127.0.0.1 only.</summary>
public sealed class ProductServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestCounters _counters;

    private ProductServer(WebApplication app, RequestCounters counters)
    {
        _app = app;
        _counters = counters;
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>The address the server listens on.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The numbers so far; each read is a new snapshot.</summary>
    public ServerStats Stats => _counters.Snapshot();

    /// <summary>Starts a server; it serves until it is disposed of.</summary>
    public static async Task<ProductServer> StartAsync(
        ProductServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ProductServerOptions();
        options.Validate();

        var counters = new RequestCounters();
        var app = Build(options, counters);
        try
        {
            await app.StartAsync(cancellationToken);
            return new ProductServer(app, counters);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when the server has stopped; cancelling stops it.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops the server at once; requests in flight are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(ProductServerOptions options, RequestCounters counters)
    {
        // The empty builder reads no command line, environment or settings file and logs nothing: a process that embeds the
        // server cannot make it listen elsewhere by accident.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);

        var limiter = options.RateLimit is null ? null : RateLimiting.CreateLimiter(options.RateLimit);
        if (limiter is not null)
            builder.Services.AddRateLimiter(middleware => RateLimiting.Configure(middleware, options.RateLimit!, limiter, counters));

        var app = builder.Build();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/products"), products =>
        {
            products.Use(Faults.CutConnectionsAsync);
            products.Use(counters.CountAsync);
            if (limiter is FixedWindowLimiter window && options.RateLimit!.RateLimitHeaders)
                products.Use(window.AnnounceAsync);
            products.Use(new BearerKey(options.ApiKey).RequireAsync);
            if (limiter is not null)
                products.UseRateLimiter();
        });
        app.MapGet("/products/{id}", new CatalogEndpoint(options, counters).GetAsync);
        app.MapGet("/stats", context =>
        {
            Answer.Json(counters.Snapshot(), ServerJson.Default.ServerStats).WriteTo(context.Response);
            return Task.CompletedTask;
        });
        return app;
    }

    /// <summary>Leaves Ctrl+C and the other signals to the process that embeds the server.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
