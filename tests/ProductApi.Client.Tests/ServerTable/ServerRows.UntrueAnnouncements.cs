using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private const double Hour = 3600;

    /// <summary>An hour too long by a clock of which nothing is known, and true each time it is looked into. Not among
    /// <see cref="All"/>: the client takes it for true, and 250 of 300 ids fail.</summary>
    public static ServerRow UnknownClock { get; } = Dated("Retry-After as a date, no Date, our clock an hour behind", Hour, null);

    private static ServerRow[] UntrueAnnouncements =>
    [
        Cached("B1 cache that repeats a used-up quota for 3600 s", 3600),
        Cached("B2 cache that repeats a used-up quota for 4 s", 4),
        Dated("B3 Retry-After as a date, Date an hour behind", 0, -Hour),
        Dated("B4 Retry-After as a date, Date an hour ahead", 0, Hour),
        Dated("B5 Retry-After as a date, both clocks an hour ahead of ours", Hour, Hour),
        Dated("B6 Retry-After as a date, both clocks an hour behind ours", -Hour, -Hour),
        Dated("B7 Retry-After as a date, no Date, our clock an hour ahead", -Hour, null),
        new("B8 each served answer says 0 left for 3600 s", (clock, random) => Announcing(clock, random, _ => true),
            2000, Ideal.Unlimited())
        {
            Bounds = new(1.05, 0.1),
        },
        new("B9 each tenth served answer says 0 left for 3600 s", (clock, random) => Announcing(clock, random, item => item % 10 == 9),
            2000, Ideal.Unlimited())
        {
            Bounds = new(1.05, 0),
        },
    ];

    private static ServerRow Cached(string name, long reset) =>
        new(name, (clock, random) => new CachedQuota(clock, random, reset), 1000, Ideal.Refusing(1000, 0))
        {
            Bounds = new(1.05, 0),
        };

    // Six windows of fifty, of which the last one is not waited for. A date by a clock of which nothing is known says no more than
    // none at all.
    private static ServerRow Dated(string name, double clockAhead, double? dateAhead) =>
        new(name, (clock, random) => new DatedWindow(clock, random) { ClockAhead = clockAhead, DateAhead = dateAhead },
            300, Ideal.Windows(5, 8, 50))
        {
            Bounds = dateAhead is null ? new(1.12, 12) : new(1.05, 5),
        };

    private static BadIds Announcing(ServerClock clock, SeededRandom random, Predicate<int> announces) =>
        new(clock, random, new NoLimit(clock, random)) { Lie = item => announces(item) ? RateLimitFields.UsedUp(3600) : null };
}
