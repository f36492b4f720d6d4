using System.Text;

namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    // Under the client's MaxResponseBytes of the cases it is cut off long before its end.
    private const int Much = 200 * Megabyte;

    private static HostileCase[] Framing =>
    [
        Length("Content-Length: 5", "", NoProduct("the answer is not a product")),
        Raw("more than its Content-Length, as another answer",
            $"HTTP/1.1 200 OK\nContent-Length: {Json.Length}\n\n{Json}{Complete("200 OK", """{"id":"666"}""")}", Product),
        Length($"Content-Length: {Json.Length + 1}", "", Broken()),
        Length("Content-Length: 0", "", NoProduct("the body is empty")),
        Length("Content-Length: -1", "", Product),
        Length("Content-Length: +29", "", Product),
        Length("Content-Length: 99999999999999999999", "", Product),
        Length("Content-Length: 9223372036854775807", "", NoProduct("MaxResponseBytes", null)),
        Length("Content-Length: many", "", Product),
        Length("Content-Length: 29, 29", "", Product),
        Length("Content-Length: 29\nContent-Length: 28", " (conflicting)", Product),
        Length("Content-Length: 5\nTransfer-Encoding: chunked", " (chunked body)", Product, Chunk(Json) + "0\n\n"),
        Length("Transfer-Encoding: chunked", " (body not chunked)", Broken()),
        Length("Transfer-Encoding: gzip, chunked", " (body only chunked)", Product, Chunk(Json) + "0\n\n"),
        Length("Transfer-Encoding: nonsense", "", Product),
        Chunked("a chunk size of garbage", "zz\n", Broken()),
        Chunked("a negative chunk size", "-1\n", Broken()),
        Chunked("a chunk size with 0x", "0x1d\n" + Json, Broken()),
        Chunked("a chunk size beyond 64 bits", "FFFFFFFFFFFFFFFFFF\n" + Json, Broken()),
        Chunked("a chunk of 2^63 bytes, then the end", "7FFFFFFFFFFFFFFF\n" + Json, Broken()),
        Chunked("an empty chunk size", "\n" + Json, Broken()),
        Chunked("a chunk longer than it says", $"5\n{Json}\n0\n\n", Broken()),
        Chunked("chunks without a last one", Chunk(Json), Broken()),
        Chunked("a last chunk without its end", Chunk(Json) + "0\n", Broken()),
        Chunked("a chunk for every byte", string.Concat(Json.Select(c => Chunk($"{c}"))) + "0\n\n", Product),
        Chunked("a chunk extension", $"{Json.Length:x};name=\"value\"\n{Json}\n0\n\n", Product),
        new("a chunk extension without end",
            exchange => exchange.FloodAsync("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1;x=", Block('x')), Broken("chunk was too large"))
        {
            MostFlooded = NetworkBuffers,
        },
        Chunked("trailers that contradict the headers", Chunk(Json) + "0\nContent-Length: 5\nSet-Cookie: a=b\n\n", Product),
        new("trailers without end",
            exchange => exchange.FloodAsync($"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n{Chunk(Json)}0\n", Encoding.ASCII.GetBytes(ManyHeaders(100))),
            NoProduct("exceeded the set limit", null))
        {
            MostFlooded = NetworkBuffers,
        },
        TooLarge("200 MB, declared", $"HTTP/1.1 200 OK\nContent-Length: {Much}\n\n", Block(' ')),
        TooLarge("200 MB, chunked", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n", Encoding.ASCII.GetBytes(Chunk(new string(' ', 16 * 1024)).ReplaceLineEndings("\r\n"))),
        TooLarge("200 MB, until the end of the connection", "HTTP/1.1 200 OK\n\n", Block(' ')),
        new("200 MB with a 404, declared",
            exchange => exchange.FloodAsync($"HTTP/1.1 404 Not Found\nContent-Length: {Much}\n\n", Block('x'), Much / (16 * 1024)), Missing("404 Not Found: xxx"))
        {
            MostFlooded = NetworkBuffers,
        },
        new("200 MB with a 500, until the end of the connection",
            exchange => exchange.FloodAsync("HTTP/1.1 500 Oops\n\n", Block('x'), Much / (16 * 1024)), Failed(500)) { MostFlooded = NetworkBuffers },
    ];

    private static string Chunk(string content) => $"{content.Length:x}\n{content}\n";

    private static HostileCase Length(string headers, string remark, Verdict verdict, string body = Json) =>
        Raw(headers.Replace("\n", ", ", StringComparison.Ordinal) + remark, $"HTTP/1.1 200 OK\nConnection: close\n{headers}\n\n{body}", verdict);

    private static HostileCase Chunked(string sent, string chunks, Verdict verdict) =>
        Raw(sent, $"HTTP/1.1 200 OK\nConnection: close\nTransfer-Encoding: chunked\n\n{chunks}", verdict);

    private static HostileCase TooLarge(string sent, string head, byte[] block) => new(sent,
        exchange => exchange.FloodAsync(head, block, Much / (16 * 1024)), NoProduct("MaxResponseBytes", null)) { MostFlooded = NetworkBuffers };
}
