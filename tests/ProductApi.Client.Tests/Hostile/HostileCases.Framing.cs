namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private const string ChunkedHead = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";

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
        Flood("a chunk extension without end", ChunkedHead + "1;x=", Block('x'), Broken("chunk was too large")),
        Chunked("trailers that contradict the headers", Chunk(Json) + "0\nContent-Length: 5\nSet-Cookie: a=b\n\n", Product),
        Flood("trailers without end", $"{ChunkedHead}{Chunk(Json)}0\n", Block(ManyHeaders(100)), TooMuch),
        Flood("200 MB, declared", $"HTTP/1.1 200 OK\nContent-Length: {Much}\n\n", Block(' '), CutOff),
        Flood("200 MB, chunked", ChunkedHead, Block(Chunk(new string(' ', BlockSize))), CutOff),
        Flood("200 MB, until the end of the connection", "HTTP/1.1 200 OK\n\n", Block(' '), CutOff),
        Flood("200 MB with a 404, declared",
            $"HTTP/1.1 404 Not Found\nContent-Length: {Much}\n\n", Block('x'), Missing("404 Not Found: xxx")),
        Flood("200 MB with a 500, until the end of the connection", "HTTP/1.1 500 Oops\n\n", Block('x'), Failed(500)),
    ];

    private static Verdict CutOff => NoProduct("MaxResponseBytes", null);

    private static string Chunk(string content) => $"{content.Length:x}\n{content}\n";

    private static HostileCase Length(string headers, string remark, Verdict verdict, string body = Json) =>
        Raw(headers.Replace("\n", ", ", StringComparison.Ordinal) + remark,
            $"HTTP/1.1 200 OK\nConnection: close\n{headers}\n\n{body}", verdict);

    private static HostileCase Chunked(string sent, string chunks, Verdict verdict) =>
        Raw(sent, $"HTTP/1.1 200 OK\nConnection: close\nTransfer-Encoding: chunked\n\n{chunks}", verdict);
}
