using System.Globalization;
using System.Net;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>The article's client: a semaphore's worth of workers, three attempts per item, and nothing shared between the items.</summary>
internal sealed class SeedAlgorithm(HttpMessageInvoker http, Uri baseAddress, TimeProvider time)
{
    private const int MaxConcurrency = 20;
    private const int MaxAttempts = 3;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BaseDelay = TimeSpan.FromSeconds(0.5);

    private int _next = -1;
    private int _delivered;

    /// <summary>Returns how many of the items were delivered.</summary>
    public async Task<int> FetchAsync(IReadOnlyList<int> ids)
    {
        await Task.WhenAll(Enumerable.Range(0, MaxConcurrency).Select(_ => WorkAsync(ids)));
        return _delivered;
    }

    private async Task WorkAsync(IReadOnlyList<int> ids)
    {
        int item;
        while ((item = Interlocked.Increment(ref _next)) < ids.Count)
        {
            if (await FetchItemAsync(ids[item]))
                Interlocked.Increment(ref _delivered);
        }
    }

    private async Task<bool> FetchItemAsync(int item)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (status, retryAfter) = await SendAsync(item);
            if (status == HttpStatusCode.OK)
                return true;
            if (attempt == MaxAttempts - 1 || !IsWorthAnotherAttempt(status))
                return false;

            var backOff = BaseDelay * Math.Pow(2, attempt);
            await Task.Delay(status == HttpStatusCode.TooManyRequests ? retryAfter ?? backOff : backOff, time);
        }

        return false;
    }

    // No status: no connection, or no answer in time.
    private async Task<(HttpStatusCode? Status, TimeSpan? RetryAfter)> SendAsync(int item)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, time);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(baseAddress, $"products/{item.ToString(CultureInfo.InvariantCulture)}"));
        try
        {
            using var response = await http.SendAsync(request, timeout.Token);
            return (response.StatusCode, response.Headers.RetryAfter?.Delta);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return (null, null);
        }
    }

    private static bool IsWorthAnotherAttempt(HttpStatusCode? status) =>
        status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;
}
