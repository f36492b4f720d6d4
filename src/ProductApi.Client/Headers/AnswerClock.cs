using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>How long it is, from the arrival of one answer, until a time that its headers tell. Date and Age are looked up once, however
/// many times are told.</summary>
internal sealed class AnswerClock(HttpResponseHeaders headers, TimeProvider time)
{
    // Less than this between two clocks is rounding and travel.
    private const double UsualDifference = 5;

    private const double JustNow = 2;

    private readonly double _age = ReadAge(headers);
    private double? _sentAt;

    /// <summary>Whether a cache answered: what the headers say was said to somebody else, then.</summary>
    public bool IsCached => _age > 0;

    // NaN where the answer does not say.
    private double SentAt => _sentAt ??= ReadDate(headers);

    /// <summary>The time until then; zero where it has passed. A point in time is read by the answer's own Date and by the local clock,
    /// either of which may be wrong: where they differ, the shorter reading that has not passed holds.</summary>
    public TimeSpan Until(ToldTime told) => HeaderTime.FromSeconds(SecondsUntil(told));

    /// <summary>Whether a point in time has only just passed, as one that was rounded down does.</summary>
    public bool HasJustPassed(ToldTime told) => told.IsPointInTime && SecondsUntil(told) is <= 0 and > -JustNow;

    private double SecondsUntil(ToldTime told)
    {
        if (!told.IsPointInTime)
            return told.Seconds - _age;

        var byDate = told.Seconds - SentAt - _age;
        var byClock = told.Seconds - HeaderTime.SinceEpoch(time.GetUtcNow());
        var isDateRight = byDate >= 0 && (byClock < 0 || byClock >= byDate - UsualDifference);
        return isDateRight || (byDate >= -JustNow && byClock < 0) ? byDate : byClock;
    }

    private static double ReadAge(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Age", out var ages)
        && HeaderList.Members(ages) is [var age, ..]
        && HeaderTime.TryParseNumber(age, out var seconds)
            ? seconds
            : 0;

    private static double ReadDate(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Date", out var dates)
        && HeaderList.Members(dates) is [var date, ..]
        && HeaderTime.TryParseDate(date, out var sentAt)
            ? HeaderTime.SinceEpoch(sentAt)
            : double.NaN;
}
