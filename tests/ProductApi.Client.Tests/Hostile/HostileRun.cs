using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>What became of one call in which one id met a hostile server and all others an honest one.</summary>
/// <param name="Case">What the hostile id met.</param>
/// <param name="Bad">The result of the hostile id.</param>
/// <param name="Count">How many results there were.</param>
/// <param name="Good">How many ids got their own product, the hostile one not counted.</param>
/// <param name="Flooded">The most bytes of a flood that one request let through.</param>
/// <param name="Requests">What the server received.</param>
/// <param name="LogLines">What the client logged, at every level.</param>
/// <param name="Recording">What its socket made of the hostile answers.</param>
internal sealed record HostileRun(
    HostileCase Case, FetchResult<Product> Bad, int Count, int Good, long Flooded,
    IReadOnlyList<RawRequest> Requests, IReadOnlyList<string> LogLines, Recording Recording)
{
    public const string BadId = "7";

    // Attempts are counted in the smaller runs only.
    private const int ManyOthers = 2000;

    /// <summary>Nothing of all this may hang; a loaded machine takes its time.</summary>
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    public static async Task<HostileRun> PlayAsync(HostileCase hostile, int others, bool keepsConnections)
    {
        var recording = new Recording(BadId);
        var exchanges = new ConcurrentQueue<RawExchange>();
        var server = RawServer.Start(AnswerAsync, accept: AcceptAsync);
        IReadOnlyList<FetchResult<Product>> results;
        string[] logLines;
        await using (server)
        await using (var client = new TestClient(server.BaseAddress, Configure, Record))
        {
            results = await client.Products.FetchManyAsync(Enumerable.Range(1, others + 1)).WaitAsync(HangGuard);
            logLines = [.. client.Logs.GetSnapshot().Select(line => line.Message)];
        }

        var bad = Assert.Single(results, result => result.ProductId == BadId);
        var flooded = exchanges.Select(exchange => exchange.Flooded).DefaultIfEmpty().Max();
        return new HostileRun(hostile, bad, results.Count, results.Count(IsOwnProduct), flooded, server.Requests, logLines, recording);

        Task AnswerAsync(RawExchange exchange)
        {
            if (exchange.Request.Id != BadId)
                return keepsConnections && hostile.OnAccept is null ? exchange.KeptProductAsync() : exchange.ProductAsync();

            exchanges.Enqueue(exchange);
            return hostile.Answer(exchange);
        }

        // With one request in flight and one request per connection, a new connection is that of the request on its way.
        Task AcceptAsync(Socket socket) =>
            hostile.OnAccept is not null && recording.IsAsking ? hostile.OnAccept(socket) : Task.CompletedTask;

        void Record(IHttpClientBuilder builder) => builder.AddHttpMessageHandler(recording.CreateHandler);

        void Configure(ProductClientOptions options)
        {
            options.MaxRetryAttempts = HostileCases.MaxRetryAttempts;
            options.RetryBaseDelay = TimeSpan.FromMilliseconds(1);
            options.BackupRequests = others >= ManyOthers;
            if (hostile.IsSlow)
                options.AttemptTimeout = TimeSpan.FromSeconds(2);
            if (hostile.OnAccept is not null)
                options.MaxConcurrency = 1;
        }
    }

    private static bool IsOwnProduct(FetchResult<Product> result) =>
        result.ProductId != BadId && result.Product?.Id == result.ProductId;
}
