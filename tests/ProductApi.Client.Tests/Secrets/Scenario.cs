using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>A way in which a run can go, and how to see that it went so.</summary>
/// <param name="Answer">What the server does with a request; it can quote the key in every form it has seen or made of it.</param>
/// <param name="Happened">Whether what the scenario is about took place.</param>
internal sealed record Scenario(Func<RawExchange, string, Task> Answer, Func<ObservedService, bool> Happened)
{
    public Dictionary<string, string?> Settings { get; init; } = [];

    public Action<IHttpClientBuilder>? Build { get; init; }

    public Func<ObservedService, RawServer, Task> Act { get; init; } = (service, _) => service.FetchAsync();

    /// <summary>Whether the platform's own events and spans quote what it could not read: no library can keep it from that.</summary>
    public bool IsGarbage { get; init; }

    public static Scenario Status(int status, FetchErrorKind kind) => new((exchange, quoted) => exchange.AnswerAsync(
        status, $"You sent {quoted}.", $"Location: /login?from={quoted}", $"Retry-After: {quoted}", $"WWW-Authenticate: {quoted}",
        $"X-RateLimit-Remaining: {quoted}", $"Set-Cookie: key={quoted}"), Failed(kind));

    public static Scenario Reason(int status, FetchErrorKind kind) => new((exchange, quoted) => exchange.WriteAsync(
        $"HTTP/1.1 {status} Not with {quoted}\nContent-Length: 0\nConnection: close\n\n"), Failed(kind));

    public static Scenario Body(string before, string after, string contentType = "application/json") => new((exchange, quoted) =>
        exchange.AnswerAsync(200, before + quoted + after, $"Content-Type: {contentType}"), Failed(FetchErrorKind.InvalidResponse));

    public static Scenario Garbage(string before, string after, FetchErrorKind kind) =>
        new((exchange, quoted) => exchange.WriteAsync(before + quoted + after), Failed(kind)) { IsGarbage = true, Act = OneThenManyAsync };

    public static Scenario Failing(FetchErrorKind kind, Func<RawExchange, Task> answer) =>
        new((exchange, _) => answer(exchange), Failed(kind)) { Act = OneThenManyAsync };

    public static Scenario Crash(Func<HttpRequestMessage, Exception> crash, bool afterwards = false) =>
        new((exchange, _) => exchange.ProductAsync(), service => service.Results.Any(result => !result.Succeeded))
        {
            Build = builder => builder.AddHttpMessageHandler(() => new CrashingHandler(crash, afterwards)),
        };

    public static Func<ObservedService, bool> Failed(FetchErrorKind kind) =>
        service => service.Results.Any(result => result.Error?.Kind == kind);

    public static Func<ObservedService, bool> Threw<TException>() => service => service.Exceptions.OfType<TException>().Any();

    // One id alone fails with an error of its own, many are taken for an outage.
    private static async Task OneThenManyAsync(ObservedService service, RawServer server)
    {
        await service.FetchAsync(count: 1, streams: false);
        await service.FetchAsync();
    }
}
