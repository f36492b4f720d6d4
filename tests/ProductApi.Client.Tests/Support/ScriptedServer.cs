using System.Net;
using System.Text;

namespace ProductApi.Client.Tests.Support;

/// <summary>A server without sockets: a test scripts what each request gets, and reads when it came.</summary>
internal sealed class ScriptedServer(Func<ScriptedRequest, CancellationToken, Task<HttpResponseMessage>> answer, TimeProvider? time = null)
    : HttpMessageHandler
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly List<ScriptedRequest> _requests = [];
    private readonly Dictionary<string, int> _attempts = [];
    private int _inFlight;

    public ScriptedServer(Func<ScriptedRequest, HttpResponseMessage> answer, TimeProvider? time = null)
        : this((request, _) => Task.FromResult(answer(request)), time)
    {
    }

    public int MaxInFlight { get; private set; }

    public IReadOnlyList<ScriptedRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public IReadOnlyList<ScriptedRequest> RequestsFor(string id) => [.. Requests.Where(request => request.Id == id)];

    public static HttpResponseMessage Product(string id) => Json(HttpStatusCode.OK, $$"""{"id":"{{id}}","name":"Product {{id}}"}""");

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Status(HttpStatusCode status, string? retryAfter = null)
    {
        var response = new HttpResponseMessage(status);
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ScriptedRequest received;
        lock (_requests)
        {
            var id = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath[(request.RequestUri.AbsolutePath.LastIndexOf('/') + 1)..]);
            var attempt = _attempts[id] = _attempts.GetValueOrDefault(id) + 1;
            received = new ScriptedRequest(
                id, attempt, _requests.Count + 1, _time.GetUtcNow(), request.RequestUri, request.Headers.Authorization?.ToString());
            _requests.Add(received);
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
        }

        try
        {
            var response = await answer(received, cancellationToken);
            response.RequestMessage = request;
            return response;
        }
        finally
        {
            lock (_requests)
                _inFlight--;
        }
    }
}

/// <summary>One request as the server saw it: the how-manieth for its id, and over all.</summary>
internal sealed record ScriptedRequest(string Id, int Attempt, int Number, DateTimeOffset At, Uri Uri, string? Authorization);
