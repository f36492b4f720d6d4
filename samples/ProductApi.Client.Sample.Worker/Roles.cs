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
        return 0;
    }

    public static async Task<int> FeedAsync(string[] settings, int from, int to, CancellationToken cancellationToken)
    {
        var options = Options(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build());
        await using var connection = await Connect(options.Redis);
        var ids = Enumerable.Range(from, Math.Max(0, to - from + 1)).Select(id => id.ToString(CultureInfo.InvariantCulture)).ToList();
        await new JobFeeder(connection.GetDatabase(), new JobKeys(options.Job)).FeedAsync(ids, cancellationToken);
        return 0;
    }

    public static async Task<int> ReportAsync(string[] settings)
    {
        var options = Options(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build());
        await using var connection = await Connect(options.Redis);
        var (redis, keys) = (connection.GetDatabase(), new JobKeys(options.Job));
        var fed = (long)await redis.StringGetAsync(keys.Fed);
        var (waiting, done) = (await redis.StreamLengthAsync(keys.Messages), await redis.HashLengthAsync(keys.Results));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fed} ids fed, {waiting} to do, {done} done"));
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
