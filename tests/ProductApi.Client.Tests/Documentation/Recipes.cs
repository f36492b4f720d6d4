using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Client;

namespace ProductApi.Client.Tests.Documentation;

// Code of the package's page that needs more than this library.
internal static class Recipes
{
    public static void KeyFromAnOAuthLibrary(IServiceCollection services, IConfiguration configuration, string[] scopes)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"));
        services.AddOptions<ProductClientOptions>().Configure<IConfidentialClientApplication>((options, oauth) =>
            options.ApiKeyProvider = async (request, ct) =>
            {
                var token = await oauth.AcquireTokenForClient(scopes).WithForceRefresh(request.IsAfterRejection).ExecuteAsync(ct);
                return new ProvidedApiKey(token.AccessToken) { ExpiresAt = token.ExpiresOn };
            });
    }

    public static void KeyFromAVault(IServiceCollection services)
    {
        services.AddOptions<ProductClientOptions>().Configure<SecretClient>((options, vault) =>
            options.ApiKeyProvider = async (request, ct) =>
                (await vault.GetSecretAsync("product-api-key", cancellationToken: ct)).Value.Value);
    }

    public static void CacheOutsideOfTheThrottle(IServiceCollection services, IConfiguration configuration, Func<DelegatingHandler> cache)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, cache()));
    }

    public static void ShareOfAKnownLimit(IServiceCollection services, IConfiguration configuration, RateLimiter limiter)
    {
        services.AddProductClient(configuration.GetSection("ProductApi"))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, new LimitHandler(limiter)));
    }

    public static async Task IdsFromABrokerAsync(IProductClient products, ChannelReader<QueuedId> messages, CancellationToken ct)
    {
        var fetched = products.StreamManyAsync(messages.ReadAllAsync(ct), message => message.ProductId, cancellationToken: ct);
        await foreach (var (message, result) in fetched)
        {
            if (result is { Succeeded: false, Error.IsTransient: true })
            {
                // RabbitMQ: BasicNackAsync with requeue. Azure Service Bus: AbandonMessageAsync.
                await message.ReturnAsync(ct);
                continue;
            }

            // An upsert, because a message may come twice. RabbitMQ: BasicAckAsync. Azure Service Bus: CompleteMessageAsync.
            await SaveAsync(result);
            await message.CompleteAsync(ct);
        }
    }

    public static async Task IdsFromATableAsync(IProductClient products, DbDataSource database, CancellationToken ct)
    {
        const string Lease = """
            UPDATE job SET leased_until = now() + interval '5 minutes', tries = tries + 1
            WHERE id IN (SELECT id FROM job WHERE done_at IS NULL AND tries < 10 AND (leased_until IS NULL OR leased_until < now())
                         ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED)
            RETURNING id, product_id
            """;
        const string Finish = "UPDATE job SET done_at = now(), product = @product, error = @error WHERE id = @id";
        const string Return = "UPDATE job SET leased_until = now() + interval '1 minute' WHERE id = @id";

        var fetched = products.StreamManyAsync(LeaseAsync(database, Lease, ct), job => job.ProductId, cancellationToken: ct);
        await foreach (var (job, result) in fetched)
        {
            await using var command = database.CreateCommand(result is { Succeeded: false, Error.IsTransient: true } ? Return : Finish);
            Add(command, "id", job.Id);
            Add(command, "product", result.Succeeded ? JsonSerializer.Serialize(result.Product, ShopJson.Default.Product) : null);
            Add(command, "error", result.Error?.Message);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static Task SaveAsync(FetchResult<Product> result) => Task.FromResult(result);

    private static async IAsyncEnumerable<Job> LeaseAsync(
        DbDataSource database, string lease, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await using var command = database.CreateCommand(lease);
            await using var rows = await command.ExecuteReaderAsync(ct);
            if (!rows.HasRows)
                yield break;
            while (await rows.ReadAsync(ct))
                yield return new Job(rows.GetInt64(0), rows.GetString(1));
        }
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }

    /// <summary>A message as a broker's callback writes it into the channel.</summary>
    internal sealed record QueuedId(
        string ProductId, Func<CancellationToken, Task> CompleteAsync, Func<CancellationToken, Task> ReturnAsync);

    private sealed record Job(long Id, string ProductId);

    internal sealed class LimitHandler(RateLimiter limiter) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var lease = await limiter.AcquireAsync(1, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
