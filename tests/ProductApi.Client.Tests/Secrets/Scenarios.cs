using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>The ways a run can go: served, refused, redirected, garbled, crashed, cancelled, reconfigured.</summary>
internal static class Scenarios
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>
    {
        ["served"] = new(Serve, AllSucceeded),
        ["served after a push-back and a fault"] = new((exchange, quoted) => exchange.Request.Attempt switch
        {
            1 => exchange.AnswerAsync(429, quoted, "Retry-After: 0"),
            2 => exchange.AnswerAsync(500, quoted),
            _ => exchange.ProductAsync(),
        }, AllSucceeded),
        ["400"] = Scenario.Status(400, FetchErrorKind.Rejected),
        ["401"] = Scenario.Status(401, FetchErrorKind.Unauthorized),
        ["403"] = Scenario.Status(403, FetchErrorKind.Rejected),
        ["404"] = Scenario.Status(404, FetchErrorKind.NotFound),
        ["408"] = Scenario.Status(408, FetchErrorKind.Unavailable),
        ["429"] = Scenario.Status(429, FetchErrorKind.RateLimited),
        ["500"] = Scenario.Status(500, FetchErrorKind.Unavailable),
        ["501"] = Scenario.Status(501, FetchErrorKind.Unavailable),
        ["503"] = Scenario.Status(503, FetchErrorKind.Unavailable),
        ["redirect"] = Scenario.Status(302, FetchErrorKind.Rejected),
        ["redirect with a body to be sent again"] = Scenario.Status(307, FetchErrorKind.Rejected),
        ["reason of 401"] = Scenario.Reason(401, FetchErrorKind.Unauthorized),
        ["reason of 403"] = Scenario.Reason(403, FetchErrorKind.Rejected),
        ["reason of 500"] = Scenario.Reason(500, FetchErrorKind.Unavailable),
        ["a page"] = Scenario.Body("<html>Signed in with ", ".</html>", "text/html"),
        ["no JSON"] = Scenario.Body("", ""),
        ["a text where a product belongs"] = Scenario.Body("\" ", "\""),
        ["an unknown charset"] = Scenario.Body("", "", "application/json; charset=unheard-of"),
        ["a name that leads to an error"] = Scenario.Body("""{"id":{" """, "\":1}}"),
        ["no status line"] = Scenario.Garbage("You sent ", ".\n\n", FetchErrorKind.Network),
        ["no header line"] = Scenario.Garbage("HTTP/1.1 200 OK\n", "\n\n", FetchErrorKind.Network),
        ["no length"] = Scenario.Garbage("HTTP/1.1 200 OK\nContent-Length: ", "\n\n", FetchErrorKind.InvalidResponse),
        ["no chunk"] = Scenario.Garbage("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n", "\n\n", FetchErrorKind.Network),
        ["no gzip"] = Scenario.Garbage(
            "HTTP/1.1 200 OK\nConnection: close\nContent-Encoding: gzip\n\n", "", FetchErrorKind.InvalidResponse),
        ["reset"] = Scenario.Failing(FetchErrorKind.Network, exchange => exchange.ResetAsync()),
        ["cut off"] = Scenario.Failing(FetchErrorKind.Network, exchange => exchange.TruncateAsync()),
        ["stalled"] = Scenario.Failing(FetchErrorKind.Timeout, exchange => exchange.StallHeadersAsync()) with
        {
            Settings = new() { ["AttemptTimeout"] = "00:00:00.1", ["MaxRetryAttempts"] = "0" },
        },
        ["out of service"] = new(Serve, Scenario.Failed(FetchErrorKind.Unavailable))
        {
            Settings = new() { ["BaseAddress"] = "http://127.0.0.1:1/" },
        },
        ["a handler crashes"] = Scenario.Crash(request => new InvalidOperationException($"Not this: {request}")),
        ["a handler crashes with a cause"] = Scenario.Crash(request => new InvalidOperationException("No.", new IOException($"{request}"))),
        ["a handler crashes with data"] =
            Scenario.Crash(request => new InvalidOperationException("No.") { Data = { ["request"] = request } }),
        ["a handler breaks the connection"] =
            Scenario.Crash(request => new HttpRequestException(HttpRequestError.ConnectionError, $"{request}")),
        ["a handler crashes afterwards"] = Scenario.Crash(request => new InvalidOperationException($"{request}"), afterwards: true),
        ["a handler crashes when cancelled"] = Scenario.Crash(request => new InvalidOperationException($"{request}"), afterwards: true) with
        {
            Answer = Stall,
            Act = CancelAsync,
            Happened = Scenario.Threw<OperationCanceledException>(),
        },
        ["a handler cancels at nonsense"] = Scenario.Garbage("You sent ", ".\n\n", FetchErrorKind.Network) with
        {
            Act = CancelAtNonsenseAsync,
            Happened = Scenario.Threw<OperationCanceledException>(),
        },
        ["a progress callback crashes"] = new(Serve, AllSucceeded)
        {
            Act = (service, _) => service.FetchAsync(options: new() { Progress = new ProgressCallback(_ => throw new IOException("No.")) }),
        },
        ["a logger crashes"] = new(Serve, Scenario.Threw<Exception>())
        {
            Build = builder => builder.Services.AddLogging(logging => logging.AddProvider(new CrashingLogger())),
        },
        ["cancelled"] = new(Stall, Scenario.Threw<OperationCanceledException>()) { Act = CancelAsync },
        ["the time is up"] = new(Stall, Scenario.Failed(FetchErrorKind.NotAttempted))
        {
            Act = (service, _) => service.FetchAsync(options: new() { TimeLimit = Moment }, streams: false),
        },
        ["disposed of"] = new(Stall, Scenario.Threw<ObjectDisposedException>()) { Act = DisposeAsync },
        ["the factory's own loggers"] = new(Serve, AllSucceeded) { Build = builder => builder.AddDefaultLogger() },
        ["a reload during a run"] = new(ServeTheNextKey, service => service.Results.Any(result => result.Succeeded)) { Act = RotateAsync },
        ["a reload without an address"] = Reload("BaseAddress", _ => ""),
        ["a reload with the key as a number"] = Reload("MaxConcurrency", key => key),
        ["a reload with the key in the address"] = Reload("BaseAddress", key => $"https://user:{key}@"),
        ["a reload with half a key"] = Reload("ApiKey", key => key + "\u00FC"),
    };

    private static Task Serve(RawExchange exchange, string quoted) => exchange.ProductAsync();

    private static Task Stall(RawExchange exchange, string quoted) => exchange.StallHeadersAsync();

    private static Task ServeTheNextKey(RawExchange exchange, string quoted) =>
        exchange.Request.HeaderLines.Any(line => line.EndsWith("the-next-key", StringComparison.Ordinal))
            ? exchange.ProductAsync()
            : exchange.AnswerAsync(401, quoted);

    private static Scenario Reload(string setting, Func<string, string> value) =>
        new(Serve, AllSucceeded) { Act = (service, _) => ReloadAsync(service, setting, value(service.Key.Value)) };

    private static bool AllSucceeded(ObservedService service) => service.Results.Any() && service.Results.All(result => result.Succeeded);

    private static async Task CancelAsync(ObservedService service, RawServer server)
    {
        using var cancellation = new CancellationTokenSource();
        var fetching = service.FetchAsync(cancellationToken: cancellation.Token);
        await server.ReceivedAsync(12);
        await cancellation.CancelAsync();
        await fetching;
    }

    private static async Task CancelAtNonsenseAsync(ObservedService service, RawServer server)
    {
        using var cancellation = new CancellationTokenSource();
        service.AtFailure = cancellation.Cancel;
        await service.FetchAsync(count: 1, cancellationToken: cancellation.Token);
    }

    private static async Task DisposeAsync(ObservedService service, RawServer server)
    {
        var fetching = service.FetchAsync();
        await server.ReceivedAsync(12);
        await service.StopAsync();
        await fetching;
    }

    private static async Task RotateAsync(ObservedService service, RawServer server)
    {
        var fetching = service.FetchAsync();
        await server.ReceivedAsync(1);
        service.Configuration["ProductApi:ApiKey"] = "the-next-key";
        service.Configuration.Reload();
        await fetching;
        await service.FetchAsync();
    }

    private static async Task ReloadAsync(ObservedService service, string setting, string value)
    {
        await service.FetchAsync();
        service.Configuration[$"ProductApi:{setting}"] = value;
        service.Configuration.Reload();
        await service.FetchAsync();
    }
}
