using System.Globalization;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace ProductApi.Client.Tests.Support;

/// <summary>A Product API whose answers a test declares. A request nobody declared is answered 418, which the client reports as Rejected:
/// with the stub's own 404 a mistake in a test would look like a product that does not exist.</summary>
internal sealed class ProductApiStub : IDisposable
{
    private const int Refusals = 1;
    private const int Standing = 2;

    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings { StartAdminInterface = false });

    public ProductApiStub() =>
        _server.Given(Request.Create()).AtPriority(int.MaxValue)
            .RespondWith(Response.Create().WithStatusCode(418).WithBody("Nothing is declared for this request."));

    public Uri BaseAddress => new(_server.Url! + "/");

    /// <summary>Every request received so far, in order of arrival.</summary>
    public IReadOnlyList<StubRequest> Requests =>
    [
        .. _server.LogEntries.Select(entry => entry.RequestMessage)
            .Select(request =>
                new StubRequest(Uri.UnescapeDataString(request!.Path[(request.Path.LastIndexOf('/') + 1)..]), request.DateTime,
                request.Headers is { } headers && headers.TryGetValue("Authorization", out var values) ? values.ToString() : null))
            .OrderBy(request => request.At),
    ];

    public IReadOnlyList<StubRequest> RequestsFor(int id) => [.. Requests.Where(request => request.Id == Text(id))];

    public void HasProduct(int id) => _server.Given(Get(id)).AtPriority(Standing).RespondWith(Response.Create()
        .WithHeader("Content-Type", "application/json")
        .WithBody($$"""{"id":"{{Text(id)}}","name":"Product {{Text(id)}}"}"""));

    public void HasProducts(IEnumerable<int> ids)
    {
        foreach (var id in ids)
            HasProduct(id);
    }

    /// <summary>Every request for the id gets this status.</summary>
    public void Answers(int id, int status) => _server.Given(Get(id)).AtPriority(Standing)
        .RespondWith(Response.Create().WithStatusCode(status));

    /// <summary>The first requests for the id are refused with 429; what is declared otherwise follows.</summary>
    public void RateLimits(int id, int times, string? retryAfter = null) => Refuses(id, 429, times, retryAfter);

    /// <summary>The first requests for the id are refused; what is declared otherwise follows.</summary>
    public void Refuses(int id, int status, int times, string? retryAfter = null)
    {
        var refusal = Response.Create().WithStatusCode(status);
        if (retryAfter is not null)
            refusal.WithHeader("Retry-After", retryAfter);

        // The state is never asked for, so the declared answer below takes over once it is reached.
        _server.Given(Get(id)).AtPriority(Refusals).InScenario($"refusals of {id}").WillSetStateTo("over", times).RespondWith(refusal);
    }

    public void Dispose() => _server.Dispose();

    private static IRequestBuilder Get(int id) => Request.Create().UsingGet().WithPath($"/products/{Text(id)}");

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One request as the stub saw it.</summary>
internal sealed record StubRequest(string Id, DateTime At, string? Authorization);
