using System.Text;

namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private static HostileCase[] Bodies =>
    [
        Body("an HTML page with 200", "<!DOCTYPE html><html><body>Sign in</body></html>", NoProduct("Sign in")),
        Body("nothing", "", NoProduct("the body is empty")),
        Body("null", "null", NoProduct("the body is null")),
        Body("an array of products", $"[{Json}]", NoProduct("the answer is not a product")),
        Body("two products", Json + Json, NoProduct("the answer is not a product")),
        Body("a product without an id", """{"name":"Product 7"}""", NoProduct("id")),
        Body("60 levels of arrays", Nested(60), Product),
        Body("100,000 levels of arrays", Nested(100_000), NoProduct("depth")),
        Body("100,000 opening braces", new string('{', 100_000), NoProduct("the answer is not a product")),
        Body("the id twice", """{"id":"6","id":"7"}""", Product),
        Body("an unknown property 1,000 times", $$"""{"id":"7",{{string.Join(',', Enumerable.Repeat("\"more\":1", 1000))}}}""", Product),
        Body("100,000 properties",
            $$"""{"id":"7",{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"p{i}\":{i}"))}}}""", Product),
        Body("a name of 4,000,000 characters", $$"""{"id":"7","name":"{{new string('x', 4_000_000)}}"}""", Product),
        Body("an id of 100,000 digits", $$"""{"id":{{new string('9', 100_000)}}}""", NoProduct("a cache or a proxy")),
        Body("NaN", """{"id":"7","price":NaN}""", NoProduct("NaN")),
        Body("NaN as text", """{"id":"7","price":"NaN"}""", Product),
        Body("Infinity", """{"id":"7","price":Infinity}""", NoProduct("the answer is not a product")),
        Body("a price beyond decimal", """{"id":"7","price":1e29}""", Product),
        Body("a price far beyond double", """{"id":"7","price":1e99999}""", Product),
        Body("a price of 100,000 digits", $$"""{"id":"7","price":{{new string('9', 100_000)}}}""", Product),
        Body("a price too small for decimal", """{"id":"7","price":1e-400}""", Product),
        Body("an unknown number beyond double", """{"id":"7","weight":1e99999}""", Product),
        Body("a comment", """{"id":"7"/* really */}""", NoProduct("the answer is not a product")),
        Body("invalid UTF-8", [.. "{\"id\":\"7\",\"name\":\""u8, 0xFF, 0xFE, .. "\"}"u8], NoProduct("not UTF-8")),
        Body("overlong UTF-8", [.. "{\"id\":\"7\",\"name\":\""u8, 0xC0, 0xAF, .. "\"}"u8], NoProduct("not UTF-8")),
        Body("a surrogate in UTF-8", [.. "{\"id\":\"7\",\"name\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], NoProduct("not UTF-8")),
        Body("half of an escaped surrogate pair in the name", """{"id":"7","name":"\ud800"}""", Product),
        Body("half of an escaped surrogate pair in an unknown property", """{"id":"7","more":"\ud800"}""", Product),
        Body("a byte order mark", [0xEF, 0xBB, 0xBF, .. JsonBytes], Product),
        Body("two byte order marks",
            [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. JsonBytes], NoProduct("the answer is not a product")),
        Body("UTF-16", Encoding.Unicode.GetBytes(Json), NoProduct("the answer is not a product")),
        Body("UTF-16 with a byte order mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Json)], Product),
        Body("UTF-32", Encoding.UTF32.GetBytes(Json), NoProduct("the answer is not a product")),
        Body("ISO 8859-1", [.. "{\"id\":\"7\",\"name\":\""u8, 0xE9, .. "\"}"u8], NoProduct("not UTF-8")),
        Body("1 MB of NUL", new byte[Megabyte], NoProduct("the answer is not a product")),
        Body("text that turns the reading direction", "\u202Etcudorp on", NoProduct("tcudorp on")),
        Body("line and paragraph separators", "no\u2028product\u2029here", NoProduct("the answer is not a product")),
        Body("terminal escape sequences", "\u001b]0;owned\u0007\u001b[2J\u001b[31mno product", NoProduct("no product")),
        Body("log lines of its own", "no\r\n2026-01-01 00:00:00 [INF] All is well", NoProduct("All is well")),
    ];

    private static string Nested(int levels) => $$"""{"id":"7","more":{{new string('[', levels)}}{{new string(']', levels)}}}""";
}
