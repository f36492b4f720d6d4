using System.Text;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private const int BombSize = 64 * Megabyte;

    private static HostileCase[] Encodings =>
    [
        Bomb("gzip"),
        Bomb("br"),
        Bomb("deflate"),
        Encoded("br with its widest window: 64 MB of zeros", "br",
            Compression.CompressWithWidestWindow(new byte[BombSize]), NoProduct("MaxResponseBytes", null)),
        Encoded("br with its widest window, cut in half", "br",
            Compression.CompressWithWidestWindow(JsonBytes)[..10], Broken("ends in the middle of the JSON")),
        Encoded("gzip that is none", "gzip", JsonBytes, NoProduct("cannot be decompressed", null)),
        Encoded("br that is none", "br", JsonBytes, NoProduct("cannot be decompressed", null)),
        Encoded("deflate that is none", "deflate", JsonBytes, NoProduct("cannot be decompressed", null)),
        Encoded("gzip that is br", "gzip", Compressed("br", Json), NoProduct("cannot be decompressed", null)),
        Encoded("gzip cut in half", "gzip", Compressed("gzip", Json)[..20], Broken("ends in the middle of the JSON")),
        Encoded("br cut in half", "br", Compressed("br", Json)[..10], Broken("ends in the middle of the JSON")),
        Encoded("gzip without its trailer", "gzip", Compressed("gzip", Json)[..^8], Product),
        Encoded("gzip with a wrong checksum", "gzip", Tampered(Compressed("gzip", Json)), NoProduct("cannot be decompressed", null)),
        Encoded("gzip of nothing", "gzip", [], NoProduct("the body is empty")),
        Encoded("gzip with garbage behind", "gzip", [.. Compressed("gzip", Json), .. "garbage"u8], Product),
        Encoded("two gzip members in a row", "gzip", [.. Compressed("gzip", Json[..10]), .. Compressed("gzip", Json[10..])], Product),
        Encoded("gzip within gzip", "gzip, gzip", Compressed("gzip", Compressed("gzip", Json)), Product),
        Encoded("gzip, four times over", "gzip, gzip, gzip, gzip",
            Compressed("gzip", Compressed("gzip", Compressed("gzip", Compressed("gzip", Json)))), NoProduct("not UTF-8")),
        Encoded("a gzip bomb within gzip",
            "gzip, gzip", Compressed("gzip", Compressed("gzip", new byte[BombSize])), NoProduct("MaxResponseBytes", null)),
        Encoded("X-GZIP in capitals", "X-GZIP", Compressed("gzip", Json), Product),
        Encoded("an encoding nobody knows", "klingon", JsonBytes, Product),
        Encoded("zstd", "zstd", [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x00], NoProduct("not UTF-8")),
        Encoded("identity", "identity", JsonBytes, Product),
        Encoded("an encoding with control characters", "\u0001\u001b", JsonBytes, Product),
        new("a gzip bomb with a 404",
            exchange => exchange.AnswerAsync(404, Compressed("gzip", new byte[BombSize]), "Content-Encoding: gzip"),
            Missing("it does not exist")),
    ];

    private static HostileCase Encoded(string sent, string encoding, byte[] body, Verdict verdict) =>
        Body(sent, body, verdict, $"Content-Encoding: {encoding}");

    private static HostileCase Bomb(string encoding) =>
        Encoded($"{encoding}: 64 MB of zeros in {(encoding == "br" ? "less than a" : "some 64")} kB", encoding,
            Compressed(encoding, new byte[BombSize]), NoProduct("MaxResponseBytes", null));

    private static byte[] Compressed(string encoding, string text) => Compressed(encoding, Encoding.UTF8.GetBytes(text));

    private static byte[] Compressed(string encoding, byte[] body) => Compression.Compress(encoding, body);

    private static byte[] Tampered(byte[] gzip)
    {
        gzip[^5] ^= 0xFF;
        return gzip;
    }
}
