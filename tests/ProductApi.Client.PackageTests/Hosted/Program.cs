using System.Diagnostics;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

using ProductApi.Client;

using Shop.Hosted;

// What the service templates set up: every client finds its endpoints by service discovery and has a resilience handler.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddServiceDiscovery();
builder.Services.ConfigureHttpClientDefaults(http =>
{
    http.AddStandardResilienceHandler();
    http.AddServiceDiscovery();
});

var spans = new List<Activity>();
var metrics = new List<Metric>();
builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddSource(ProductClientDiagnostics.ActivitySourceName).AddInMemoryExporter(spans))
    .WithMetrics(measuring => measuring.AddMeter(ProductClientDiagnostics.MeterName).AddInMemoryExporter(metrics));

using var elsewhere = new Elsewhere();
var vault = new Vault(builder.Configuration["Vault:Key"]!);
builder.Services.AddProductClient(options =>
{
    options.BaseAddress = new Uri("https+http://catalog");
    options.ApiKeyProvider = vault.GetKeyAsync;
});
builder.Services.AddProductClient("astray", options =>
{
    options.BaseAddress = new Uri("https+http://catalog");
    options.ApiKeyProvider = vault.GetKeyAsync;
}).AddHttpMessageHandler(() => new Detour(elsewhere.Address));

using var host = builder.Build();
await host.StartAsync();
var failures = new List<string>();

var results = await host.Services.GetRequiredService<IProductClient>().FetchManyAsync(Enumerable.Range(1, 500));
Expect("500 of 500", results.Count(result => result.Succeeded) == 500, results.FirstOrDefault(result => !result.Succeeded)?.Error?.Message);
Expect("the provider asked once", vault.Asked == 1, $"{vault.Asked} times");

var astray = await host.Services.GetRequiredKeyedService<IProductClient>("astray").FetchAsync(1);
Expect(
    "one request elsewhere, without the key", elsewhere.Seen is [var seen] && !seen.Contains(vault.Key, StringComparison.Ordinal),
    $"{elsewhere.Seen.Count} requests");
Expect(
    "the error says that the key was withheld", astray.Error?.Message.Contains("withheld", StringComparison.Ordinal) == true,
    astray.Error?.Message);

host.Services.GetRequiredService<MeterProvider>().ForceFlush();
host.Services.GetRequiredService<TracerProvider>().ForceFlush();
Expect("a span for each run", spans.Count(span => span.Source.Name == ProductClientDiagnostics.ActivitySourceName) == 2, $"{spans.Count}");
Expect(
    "the duration of fetches measured", metrics.Any(metric => metric.Name == "productapi.client.fetch.duration"),
    $"{metrics.Count} metrics");
Expect("attempts counted", metrics.Any(metric => metric.Name == "productapi.client.attempts"), $"{metrics.Count} metrics");
await host.StopAsync();

Console.WriteLine(failures.Count == 0
    ? $"PASS the package serves a host with service discovery, inherited resilience, telemetry and a key provider on .NET {Environment.Version}"
    : $"FAIL the package serves a host on .NET {Environment.Version}: {string.Join("; ", failures)}");
return failures.Count == 0 ? 0 : 1;

void Expect(string what, bool holds, string? otherwise)
{
    if (!holds)
        failures.Add($"{what}: {otherwise}");
}
