using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Redis;
using ProductApi.Client.Sample.Worker.Job;
using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker;

/// <summary>What a process of the job may do.</summary>
internal static class Roles
{
    public static async Task<int> WorkAsync(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(settings);
        var options = Options(builder.Configuration);

        // One connection for the job and for the shared limit.
        var connection = Connect(options.Redis);
        var client = builder.Services.AddProductClient(builder.Configuration.GetSection("ProductApi"));
        if (options.Shared)
            client.AddStackExchangeRedisThrottle(redis => redis.ConnectionMultiplexerFactory = async () => await connection);

        var database = (await connection).GetDatabase();
        var keys = new JobKeys(options.Job);
        builder.Services.AddSingleton(services => new JobSource(database, keys, options, Logger<JobSource>(services)));
        builder.Services.AddSingleton(services => new JobResults(database, keys, options, Logger<JobResults>(services)));
        builder.Services.AddHostedService<FetchService>();
        using var host = builder.Build();
        await host.RunAsync();
        await (await connection).DisposeAsync();
        return Environment.ExitCode;
    }

    public static async Task<int> FeedAsync(string[] settings, long from, long to, CancellationToken cancellationToken)
    {
        var options = Options(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build());
        await using var connection = await Connect(options.Redis);
        if (await new JobFeeder(connection.GetDatabase(), new JobKeys(options.Job)).FeedAsync(from, to, cancellationToken) is { } first)
        {
            Console.Error.WriteLine($"The job '{options.Job}' was fed from {first} on: give the same start, or another --Worker:Job.");
            return 1;
        }

        return await ReportAsync(settings);
    }

    public static async Task<int> ReportAsync(string[] settings)
    {
        var options = Options(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build());
        await using var connection = await Connect(options.Redis);
        var (redis, keys) = (connection.GetDatabase(), new JobKeys(options.Job));
        var fed = (long)await redis.StringGetAsync(keys.Fed);
        var waiting = await redis.StreamLengthAsync(keys.Messages);
        var (succeeded, failed) = await JobResults.CountAsync(redis, keys);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{fed} ids fed, {waiting} to do, {succeeded} fetched, {failed} failed"));
        return 0;
    }

    private static WorkerOptions Options(IConfiguration configuration)
    {
        var options = new WorkerOptions();
        configuration.GetSection("Worker").Bind(options);
        return options;
    }

    private static async Task<IConnectionMultiplexer> Connect(string text)
    {
        var configuration = ConfigurationOptions.Parse(text);
        configuration.AbortOnConnectFail = false;
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }

    private static ILogger<T> Logger<T>(IServiceProvider services) => services.GetRequiredService<ILogger<T>>();
}
