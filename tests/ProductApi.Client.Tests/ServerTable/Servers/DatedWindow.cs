using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Windows that begin at whole seconds. Who is refused is told the end as a date of the server's clock.</summary>
internal sealed class DatedWindow(ServerClock clock, SeededRandom random, int quota = 50, double length = 8) : ServerModel(clock, random)
{
    private double _start;
    private int _count;

    /// <summary>By how many seconds the clock that dates a Retry-After is ahead of the client's.</summary>
    public double ClockAhead { get; init; }

    /// <summary>By how many seconds the Date header is ahead of the client's clock; null: there is none.</summary>
    public double? DateAhead { get; init; }

    public override void Arrive(int item, Reply reply)
    {
        if (Now >= _start + length)
        {
            _start = length * Math.Floor(Now / length);
            _count = 0;
        }

        if (++_count <= quota)
            reply(ServerAnswer.Product with { Headers = [.. DateHeader()] }, ServiceTime());
        else
            Refuse(reply, new ServerAnswer(HttpStatusCode.TooManyRequests)
            {
                Headers =
                [("Retry-After", Text(_start + length + ClockAhead)), .. DateHeader()]
            });
    }

    private IEnumerable<(string Name, string Value)> DateHeader() =>
        DateAhead is { } ahead ? [("Date", Text(Math.Floor(Now) + ahead))] : [];

    private static string Text(double seconds) => ServerClock.Date(seconds).ToString("R");
}
