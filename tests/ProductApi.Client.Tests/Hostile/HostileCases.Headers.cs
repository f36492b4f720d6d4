namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private static HostileCase[] Headers =>
    [
        Flood("a header that never ends", "HTTP/1.1 200 OK\nX-Much: ", Block('x'), TooMuch),
        Flood("headers without end", "HTTP/1.1 200 OK\n", Block(ManyHeaders(100)), TooMuch),
        With("1,000 headers", ManyHeaders(1000).TrimEnd(), Product),
        With("a header of 60,000 characters", $"X-Much: {new string('x', 60_000)}", Product),
        With("a header of 70,000 characters", $"X-Much: {new string('x', 70_000)}", TooMuch),
        With("a folded header", "X-Folded: one\n two\n\tthree", Product),
        With("a folded Content-Length", $"Content-Length:\n {Json.Length}", Product),
        With("a header line without a colon", "nonsense", Broken("invalid header line")),
        With("a header without a name", ": nameless", Broken("invalid header name")),
        With("a space before the colon", "X-Odd : yes", Product),
        With("a header name with a space", "X Odd: yes", Broken("invalid header name")),
        With("a header name with control characters", "X-\u0007\u001bOdd: yes", Broken("invalid header name")),
        With("NUL in a header", "X-Nul: a\0b", Product),
        With("bytes above ASCII in a header", "X-Latin: \u00e9\u00ff\u0080", Product),
        new("a bare carriage return in a header", exchange => exchange.WriteAsync(
            [.. "HTTP/1.1 200 OK\r\nConnection: close\r\nX-Bare: a\rInjected: yes\r\n\r\n"u8, .. JsonBytes]), Product),
        Raw("headers of an answer within the answer", $"HTTP/1.1 200 OK\nX-Injected: a\nConnection: close\n\n{Json}", Product),
        new("Set-Cookie with a 500, then the product", exchange => exchange.Request.Attempt == 1
            ? exchange.AnswerAsync(500, "", "Set-Cookie: session=stolen; Path=/", $"Set-Cookie: much={new string('x', 4096)}")
            : exchange.ProductAsync(), ProductAfter(2)),
        With("Content-Type of an unknown charset", "Content-Type: application/json; charset=klingon", Product),
        With("Content-Type of UTF-7", "Content-Type: application/json; charset=utf-7", Product),
        With("a Content-Type of garbage", "Content-Type: ;;;=\"", Product),
        With("a Date of garbage", "Date: tomorrow", Product),
        With("a quota of garbage",
            "RateLimit: \"default\";r=-1;t=99999999999999999999\nX-RateLimit-Remaining: NaN\nX-RateLimit-Reset: -5", Product),
        With("Connection: garbage", "Connection: \u0001, upgrade, keep-alive, close\nUpgrade: websocket", Product),
        With("trailers announced and not sent", "Trailer: X-Never", Product),
        With("WWW-Authenticate of garbage", "WWW-Authenticate: Negotiate !!!, =,,\"", Product),
        With("Alt-Svc to another host", "Alt-Svc: h3=\"elsewhere.test:443\"; ma=86400, clear", Product),
    ];

    private static Verdict TooMuch => NoProduct("exceeded the set limit", null);

    private static string ManyHeaders(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"X-Many-{i:000}: {i}\r\n"));
}
