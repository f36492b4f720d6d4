namespace ProductApi.Client.Tests.Hostile;

/// <summary>Ids that try to leave their path segment, their request line, or their line in a log.</summary>
internal static class HostileIds
{
    /// <summary>Sent, escaped into one path segment.</summary>
    public static IReadOnlyList<string> Escaped { get; } =
    [
        "..%2f", "%2e%2e", "%2e%2e%2fadmin", "..%252f..%252f", "%2E.", ".%2e", "%c0%ae%c0%ae", "%u002e%u002e", "....//", "..;x", "..;",
        "a..", "...",
        "/", "//host", "//host/path", "\\", "\\\\host\\share", "a/b/c", "/etc/passwd", "C:\\x", "a\\b",
        "?", "?admin=1", "#", "#fragment", "a?b#c", "&", "=", ";", ";jsessionid=1", "@", "user@host", "user:password@host", ":", ":80",
        "[::1]",
        "http://elsewhere.test/", "https://elsewhere.test/x", "file:///etc/passwd", "javascript:alert(1)", "data:,x", "//elsewhere.test:1/",
        " ", "  7", "7 ", "7 HTTP/1.1", "7 HTTP/1.1 X-Injected: 1", "+", "%", "%%", "%0", "%0d%0aX-Injected:%201", "%00", "%zz",
        "%E2%80%AE",
        "products/{id}", "{id}", "{0}", "{ProductId}", "{{", "}", "$(id)", "`id`", "${jndi:ldap://elsewhere.test/a}", "%s%n%x", "*", "|",
        "<script>", "'--", "\"",
        "\u00A0", "\u200B", "7\u200B", "\u200D", "\uFEFF7", "\u00AD", "\u2060", "\u202E7", "\u202Dabc\u202C", "\u2066a\u2069", "\u200F",
        "\u061C",
        "\u2028", "a\u2028b", "\u2029", "\uFF0E\uFF0E", "\uFF0F", "\u2215", "\u2044", "\uFF3C", "\u2024\u2024", "\uFE52\uFE52", "\uFF1F",
        "\uFF03", "\u0660",
        "\u00E9", "e\u0301", "\u212A", "\u0130", "\u00DF", "\uFB01", "\uFFFD", "\uFFFE", "\uFFFF", "\uE000", "\uD83D\uDE00",
        "\uDB40\uDC41", "\uD834\uDD73",
        "..?", "..?x=1", new('x', 7_900), new('\u00E9', 1_300), new('/', 2_600), new('%', 2_600), new('\u202E', 850),
    ];

    /// <summary>Never sent.</summary>
    public static IReadOnlyList<string> Refused { get; } =
    [
        "", ".", "..", "../", "./", "/..", "/.", "../..", "a/..", "a/../b", "./7", "/../admin", "..\\", "..\\..\\windows", "a\\..\\b",
        "/..\\", "..//x", "//..",
        "../?x=1", "../#x",
        "\r", "\n", "\r\n", "7\r\nX-Injected: 1", "7\r\n\r\nGET /admin HTTP/1.1", "7 HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n",
        "7\n2026-01-01 [INF] All is well",
        "\0", "7\0", "\u0001", "\u0007", "\u0008", "\t", "\u000B", "\u000C", "\u001B[31m", "\u001B]0;owned\u0007", "\u007F", "\u0080",
        "\u0085", "\u009B31m", "\u009F",
        "\uD800", "\uDC00", "a\uD83D", "\uDE00a", "\uDE00\uD83D", "\uD800\uD800",
        new('x', 8_000), new('x', 100_000), new('\u00E9', 1_400), new('/', 100_000), new('%', 100_000), new('\u202E', 100_000),
        new('\r', 100_000), new('\uD800', 100_000), new string('x', 100_000) + "/..", new string('x', 100_000) + "\n",
    ];
}
