using System.Text;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>Everything a broken or malicious server of these tests does.</summary>
internal static partial class HostileCases
{
    /// <summary>How often the client of the cases retries.</summary>
    public const int MaxRetryAttempts = 2;

    private const string Json = """{"id":"7","name":"Product 7"}""";
    private const int Megabyte = 1024 * 1024;
    private const int Much = 200 * Megabyte;

    private const int BlockSize = 16 * 1024;

    public static IReadOnlyList<(string Title, IReadOnlyList<HostileCase> Cases)> Groups { get; } =
    [
        ("Connections", Connections),
        ("Status lines", StatusLines),
        ("Statuses", Statuses),
        ("Headers", Headers),
        ("Lengths and chunks", Framing),
        ("Encodings", Encodings),
        ("Bodies", Bodies),
        ("Redirects", Redirects),
        ("Retry-After", RetryAfters),
    ];

    public static IReadOnlyList<HostileCase> All { get; } = [.. Groups.SelectMany(group => group.Cases)];

    public static HostileCase Named(string sent) => All.Single(hostile => hostile.Sent == sent);

    private static byte[] JsonBytes => Encoding.UTF8.GetBytes(Json);

    private static Verdict Product => ProductAfter(1);

    // Only the attempt timeout ends it: all attempts are used.
    private static Verdict TimedOut =>
        new(FetchErrorKind.Timeout, null, MaxRetryAttempts + 1, "no complete answer within 2 s (AttemptTimeout)");

    private static Verdict ProductAfter(int attempts) => new(null, null, attempts, "");

    // A connection that fails: all attempts are used.
    private static Verdict Broken(string message = "Ask again later") => new(FetchErrorKind.Network, null, MaxRetryAttempts + 1, message);

    // One that ends before an answer begins: as long as others are served, it may be one connection too many.
    private static Verdict Disconnected => Broken() with { OrMore = true };

    private static Verdict NoProduct(string message, int? status = 200) => new(FetchErrorKind.InvalidResponse, status, 1, message);

    private static HostileCase Raw(string sent, string answer, Verdict verdict) =>
        new(sent, exchange => exchange.WriteAsync(answer), verdict);

    /// <summary>A beginning, then the block until the client has had enough, or 200 MB are sent.</summary>
    private static HostileCase Flood(string sent, string head, byte[] block, Verdict verdict) =>
        new(sent, exchange => exchange.FloodAsync(head, block, Much / block.Length), verdict);

    private static byte[] Block(char filler) => [.. Enumerable.Repeat((byte)filler, BlockSize)];

    private static byte[] Block(string lines) => Encoding.Latin1.GetBytes(lines.ReplaceLineEndings("\r\n"));

    /// <summary>An otherwise healthy answer with these header lines.</summary>
    private static HostileCase With(string sent, string headers, Verdict verdict) =>
        Raw(sent, $"HTTP/1.1 200 OK\nConnection: close\n{headers}\n\n{Json}", verdict);

    /// <summary>A well-formed answer with this body.</summary>
    private static HostileCase Body(string sent, string body, Verdict verdict) => Body(sent, Encoding.UTF8.GetBytes(body), verdict);

    private static HostileCase Body(string sent, byte[] body, Verdict verdict, params string[] headers) =>
        new(sent, exchange => exchange.AnswerAsync(200, body, headers), verdict);
}
