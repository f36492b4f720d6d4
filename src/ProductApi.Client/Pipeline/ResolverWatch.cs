using ProductApi.Client.Keys;

namespace ProductApi.Client.Pipeline;

/// <summary>Stands on both sides of a service discovery handler and notes what it puts in place of the configured address.</summary>
internal sealed class ResolverWatch(ApiAccessSource access, bool isBehind) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<Uri> BeforeKey = new("ProductApi.Client.AddressBeforeDiscovery");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!isBehind)
            request.Options.Set(BeforeKey, request.RequestUri!);
        else if (request.Options.TryGetValue(BeforeKey, out var before))
            ResolvedAddress.Note(request, before, (RequestState.Of(request).Access ?? access.Current).BaseAddress);
        return base.SendAsync(request, cancellationToken);
    }
}
