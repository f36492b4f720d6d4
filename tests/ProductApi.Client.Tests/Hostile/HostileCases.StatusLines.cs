namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private const string InvalidLine = "invalid status line";

    private static HostileCase[] StatusLines =>
    [
        Garbage("a line of garbage", "What a nice day\n\n", InvalidLine),
        Garbage("an empty line", "\n\n", InvalidLine),
        Raw("HTTP/0.9: a body and nothing else", Json, Disconnected),
        Garbage("HTTP/2's preface", "PRI * HTTP/2.0\n\nSM\n\n", InvalidLine),
        new("HTTP/2 frames", exchange => exchange.WriteAsync([0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0]), Disconnected),
        new("a TLS alert", exchange => exchange.WriteAsync([0x15, 3, 1, 0, 2, 2, 0x28]), Disconnected),
        new("a NUL for every byte", exchange => exchange.WriteAsync(new byte[4096]), Disconnected),
        Garbage("an SSH banner", "SSH-2.0-OpenSSH_9.9\n", InvalidLine),
        Garbage("HTTP/9.9", $"HTTP/9.9 200 OK\nContent-Length: {Json.Length}\n\n{Json}", InvalidLine),
        Garbage("a status of two digits", "HTTP/1.1 20 OK\n\n", "invalid status code"),
        Garbage("a status of four digits", "HTTP/1.1 2000 OK\n\n", InvalidLine),
        Garbage("a status of letters", "HTTP/1.1 abc OK\n\n", "invalid status code"),
        Garbage("a negative status", "HTTP/1.1 -20 OK\n\n", "invalid status code"),
        Garbage("a status line with control characters", "HTTP/1.1\u0007200\u001b[31mOK\n\n", InvalidLine),
        Flood("a status line that never ends", "HTTP/1.1 200 ", Block('x'), TooMuch),
        Raw("no reason", $"HTTP/1.1 200\nConnection: close\n\n{Json}", Product),
        Raw("a reason with NUL, bell and an escape sequence",
            "HTTP/1.1 404 \0\u0007\u001b[31mNo\nContent-Length: 0\n\n", Broken("reason phrase")),
        Raw("a reason with an escape sequence", "HTTP/1.1 404 \u001b[31mNo\nContent-Length: 0\n\n", Missing("404  [31mNo")),
        Raw("a reason beyond ASCII", "HTTP/1.1 404 \u00e2\u0080\u00aeoN\nContent-Length: 0\n\n", Missing("it does not exist")),
        Raw("a reason of 50,000 characters", $"HTTP/1.1 404 {new string('x', 50_000)}\nContent-Length: 0\n\n", Missing("404 xxx")),
        new("line feeds without carriage returns",
            exchange => exchange.WriteAsync([.. "HTTP/1.1 200 OK\nConnection: close\n\n"u8, .. JsonBytes]), Product),
    ];

    private static HostileCase Garbage(string sent, string answer, string message) => Raw(sent, answer, Broken(message));

    private static Verdict Missing(string message) => new(FetchErrorKind.NotFound, 404, 1, message);
}
