using System.Globalization;

namespace ProductApi.Client.Tests.Properties;

/// <summary>A Retry-After in one of the forms in which servers write it.</summary>
internal sealed record Announcement(double Seconds, Announcement.Form As)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public enum Form
    {
        Number,
        LongestOfSeveral,
        DateWithDateHeader,
        DateAlone,
        Nonsense,
    }

    /// <summary>Writes the headers and returns the wait they announce.</summary>
    public TimeSpan WriteTo(HttpResponseMessage response, DateTimeOffset now)
    {
        var number = Seconds.ToString("0.###", CultureInfo.InvariantCulture);
        var clock = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var until = clock + TimeSpan.FromSeconds(Math.Ceiling(Math.Min(Seconds, 1_000_000)));
        if (As == Form.DateWithDateHeader)
            response.Headers.TryAddWithoutValidation("Date", clock.ToString("R"));
        response.Headers.TryAddWithoutValidation("Retry-After", As switch
        {
            Form.Number => number,
            Form.LongestOfSeveral => "0, " + number,
            Form.DateWithDateHeader or Form.DateAlone => until.ToString("R"),
            _ => "soon",
        });
        return As switch
        {
            Form.Number or Form.LongestOfSeveral => Seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(Seconds) : Longest,
            Form.DateWithDateHeader => until - clock,
            Form.DateAlone => until > now ? until - now : TimeSpan.Zero,
            _ => TimeSpan.Zero,
        };
    }
}
