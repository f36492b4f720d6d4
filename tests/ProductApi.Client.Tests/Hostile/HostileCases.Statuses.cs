namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private static HostileCase[] Statuses =>
    [
        Preceded("1,000 times 100 Continue", 100, 1000),
        Preceded("1,000 times 102 Processing", 102, 1000),
        Preceded("1,000 times 103 Early Hints with links", 103, 1000),
        Endless("100 Continue without end", 100),
        Endless("102 Processing without end", 102),
        Endless("103 Early Hints without end", 103),
        Raw("101 Switching Protocols",
            "HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: h2c\n\n", Refused(101, "the server answered 101")),
        Empty(204),
        Empty(205),
        Raw("204 with a body",
            $"HTTP/1.1 204 No Content\nConnection: close\nContent-Length: {Json.Length}\n\n{Json}", NoProduct("the body is empty", 204)),
        Raw("205 with a product", Complete("205 Reset Content", Json), Product),
        Raw("206 with a part of a product", Complete("206 Partial Content", Json[..10], "Content-Range: bytes 0-9/29"),
            NoProduct("the answer is not a product", 206)),
        Raw("206 with a whole product", Complete("206 Partial Content", Json), Product),
        Raw("304 Not Modified", "HTTP/1.1 304 Not Modified\nConnection: close\n\n", Refused(304, "the server answered 304")),
        Raw("status 000", Complete("000 Nothing", Json), Refused(0, "the server answered 0")),
        Raw("status 299", Complete("299 Odd", Json), Product),
        Raw("status 600", Complete("600 Odd", ""), Failed(600)),
        Raw("status 999", Complete("999 Request Denied", ""), Failed(999)),
        new("404 and an endless body", exchange => exchange.EndlessAsync(404), Missing("it does not exist")),
        new("404 and a body that stalls",
            exchange => exchange.StallAfterAsync("HTTP/1.1 404 Not Found\nContent-Length: 20\n\n{"), Missing("it does not exist")),
        new("404 whose body is cut off", exchange => exchange.WriteAsync("HTTP/1.1 404 Not Found\nContent-Length: 20\n\n{"),
            Missing("it does not exist")),
        Raw("404 with a body of escape sequences",
            Complete("404 Not Found", "\u001b]0;title\u0007\u001b[2J\rgone"), Missing("]0;title  [2J  gone")),
        Raw("404 with a body that turns the reading direction",
            Complete("404 Not Found", "\u00e2\u0080\u00aeenog\u00e2\u0080\u00a8x"), Missing("enog x")),
    ];

    private static Verdict Refused(int status, string message) => new(FetchErrorKind.Rejected, status, 1, message);

    private static Verdict Failed(int status) =>
        new(FetchErrorKind.Unavailable, status, MaxRetryAttempts + 1, $"the server answered {status}");

    private static string Complete(string status, string body, string header = "X-Odd: yes") =>
        $"HTTP/1.1 {status}\nConnection: close\n{header}\n\n{body}";

    private static HostileCase Empty(int status) =>
        new($"{status} without a body", exchange => exchange.AnswerAsync(status), NoProduct("the body is empty", status));

    private static string Informational(int status) => $"HTTP/1.1 {status} Hint\nLink: </style.css>; rel=preload\n\n";

    private static HostileCase Preceded(string sent, int status, int times) =>
        Raw(sent, string.Concat(Enumerable.Repeat(Informational(status), times)) + Complete("200 OK", Json), Product);

    private static HostileCase Endless(string sent, int status) =>
        new(sent, exchange => exchange.FloodAsync("", Block(Informational(status)), pause: Drip), TimedOut);
}
