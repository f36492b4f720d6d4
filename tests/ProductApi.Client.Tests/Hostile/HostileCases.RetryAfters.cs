namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    // One refusal with the header, then the product: nobody fails on the word of one answer.
    private static HostileCase[] RetryAfters =>
    [
        Again("-1"),
        Again("-99999999999"),
        Again("0"),
        Again("0.5"),
        Again("1.0e0"),
        Again("+1"),
        Again("0x10"),
        Again("1,5"),
        Again("1; 2"),
        Again("soon"),
        Again("NaN"),
        Again("Infinity"),
        Again("-Infinity"),
        Again(""),
        Again("\u0664\u0662"),
        Again("Thu, 01 Jan 1970 00:00:00 GMT"),
        Again("Mon, 01 Jan 0001 00:00:00 GMT"),
        Again("Fri, 32 Foo 2026 25:61:61 GMT"),
        Again("2026-01-01T00:00:00Z"),
        Again("P1D"),
        Again("601"),
        Again("99999999999"),
        Again("9999999999999999999999999999999999999999"),
        Again("1e400"),
        Again("Fri, 31 Dec 9999 23:59:59 GMT"),
        new("429, Retry-After: 0 and 601 in two lines", Refuses("Retry-After: 0", "Retry-After: 601"), ProductAfter(2)),
        new("429, Retry-After: garbage and 0 in one line", Refuses("Retry-After: soon, 0"), ProductAfter(2)),
        new("429, Retry-After with control characters", Refuses("Retry-After: \u0001\u001b[2J1"), ProductAfter(2)),
        new("429, Retry-After of 50,000 nines", Refuses($"Retry-After: {new string('9', 50_000)}"), ProductAfter(2)),
        new("429, Retry-After of 50,000 commas", Refuses($"Retry-After: {new string(',', 50_000)}"), ProductAfter(2)),
        new("429, Retry-After of 100,000 nines",
            Refuses($"Retry-After: {new string('9', 100_000)}"), TooMuch),
        new("429, 1,000 lines of Retry-After", Refuses([.. Enumerable.Repeat("Retry-After: 0", 1000)]), ProductAfter(2)),
        new("429, a date in the past by the answer's own odd clock",
            Refuses("Date: Fri, 31 Dec 9999 23:59:59 GMT", "Retry-After: Thu, 01 Jan 2026 00:00:00 GMT"), ProductAfter(2)),
        new("503, Retry-After: 99999999999", Refuses(503, "Retry-After: 99999999999"), ProductAfter(2)),
        new("503, Retry-After: soon", Refuses(503, "Retry-After: soon"), ProductAfter(2)),
    ];

    private static HostileCase Again(string retryAfter) =>
        new($"429, Retry-After: {retryAfter}".TrimEnd(), Refuses($"Retry-After: {retryAfter}"), ProductAfter(2));

    private static Func<Support.RawExchange, Task> Refuses(params string[] headers) => Refuses(429, headers);

    private static Func<Support.RawExchange, Task> Refuses(int status, params string[] headers) =>
        exchange => exchange.Request.Attempt == 1 ? exchange.AnswerAsync(status, "", headers) : exchange.ProductAsync();
}
