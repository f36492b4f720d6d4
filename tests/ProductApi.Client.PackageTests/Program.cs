using System.Runtime.CompilerServices;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using ProductApi.Client;
using ProductApi.Client.Redis;

using Shop;

var builder = Host.CreateApplicationBuilder(args);
using var lines = new LogLines();
builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(lines);

var section = builder.Configuration.GetSection("ProductApi");
builder.Services.AddProductClient(section);
builder.Services.AddProductClient(ShopJson.Default.StockLevel, section);
builder.Services.AddProductClient("shared", section)
    .AddStackExchangeRedisThrottle(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));
builder.Services.AddSingleton(lines).AddSingleton<Checks>();

using var host = builder.Build();
await host.StartAsync();
var failures = await host.Services.GetRequiredService<Checks>().RunAsync();
await host.StopAsync();

var runtime = $".NET {Environment.Version}{(RuntimeFeature.IsDynamicCodeSupported ? "" : " Native AOT")}";
Console.WriteLine(failures.Count == 0
    ? $"PASS the package serves a consumer on {runtime}"
    : $"FAIL the package serves a consumer on {runtime}: {string.Join("; ", failures)}");
return failures.Count == 0 ? 0 : 1;
