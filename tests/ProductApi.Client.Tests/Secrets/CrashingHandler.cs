namespace ProductApi.Client.Tests.Secrets;

/// <summary>A caller's handler that fails and tells too much of the request it was handed.</summary>
internal sealed class CrashingHandler(Func<HttpRequestMessage, Exception> crash, bool afterwards) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!afterwards)
            throw crash(request);

        try
        {
            using var response = await base.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The crash tells.
        }

        throw crash(request);
    }
}
