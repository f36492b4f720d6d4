namespace ProductApi.Client.Tests.Support;

/// <summary>What tests of the client on virtual time share: a clock, a server on it, a call.</summary>
[Collection(nameof(VirtualTime))]
public abstract class VirtualTimeTest
{
    private protected VirtualTimeProvider Time { get; } = new();

    private protected static HttpRequestException Refused() => new(HttpRequestError.ConnectionError, "Connection refused");

    /// <summary>A server that answers after its latency, 200 ms by default.</summary>
    private protected ScriptedServer ServerThat(Func<ScriptedRequest, HttpResponseMessage> answers, double latency = 0.2) =>
        new(async (request, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(latency), Time, cancellationToken);
            return answers(request);
        }, Time);

    private protected IReadOnlyList<FetchResult<Product>> Fetch(
        ScriptedServer server, int count, Action<ProductClientOptions>? configure = null, FetchOptions? options = null)
    {
        using var client = TestClient.Scripted(server, configure, Time);
        return Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, count), options));
    }
}
