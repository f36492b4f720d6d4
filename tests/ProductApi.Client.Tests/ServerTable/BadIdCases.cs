using System.Net;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>The cases, with the bounds and what the reference simulation measured (seconds more than without bad ids, worst run).</summary>
internal static partial class BadIdCases
{
    /// <summary>The reference itself loses good ids there.</summary>
    public const double Lost = double.PositiveInfinity;

    private const ServerAnswer? Silence = null;

    public static IReadOnlyList<BadIdCase> All { get; } =
    [
        new("P1 one 200 says 0 left for 86400 s")
        {
            Lies = count => Middle(count, RateLimitFields.UsedUp(86400)),
            MostSeconds = 1, Front = [0.6, 0.2, 0.5], Few = [0, 0, 0, 0.1, 0.1],
        },
        new("P1b every 10th says so for 3600 s")
        {
            Lies = count => EveryTenth(count, RateLimitFields.UsedUp(3600)),
            MostSeconds = 1, Front = [0, 0.2, 0], Few = [0, 0, 0, 0.2, 0],
        },
        new("P1c every 10th says so for 4 s")
        {
            Lies = count => EveryTenth(count, RateLimitFields.UsedUp(4)),
            MostSeconds = 5, Front = [0, 0.2, 0], Few = [0, 0, 0, 0.2, 0],
        },
        new("P1d one 200 says 1 left for 86400 s")
        {
            Lies = count => Middle(count, RateLimitFields.UsedUp(86400) with { Remaining = 1 }),
            MostSeconds = 1, Front = [0.1, 0.1, 0.1], Few = [0, 0, 0, 0, 0.1],
        },
        new("P2 two adjacent ids 429, Retry-After: 86400")
        {
            Answers = count => Adjacent(count, 2, Wait(86400)),
            MostSeconds = 2, Front = [0.5, 0.6, 0.5], Few = [1, 0.5, 1.3, 0.6, 0.6],
        },
        new("P2b two ids far apart 429, Retry-After: 86400")
        {
            Answers = count => Ids([count / 3, 2 * count / 3], Wait(86400)),
            MostSeconds = 2, Front = [0.5, 0.6, 0.5], Few = [1.2, 1.1, 1.3, 0.6, 0.5],
        },
        new("P3 one id 429, Retry-After: 120")
        {
            Answers = count => Adjacent(count, 1, Wait(120)),
            MostSeconds = 122, MostOthersSeconds = 2, Front = [119.4, 117.5, 119.5], Few = [120.9, 120, 118.3, 120.4, 118.8],
        },
        new("P3b three adjacent ids 429, Retry-After: 120")
        {
            Answers = count => Adjacent(count, 3, Wait(120)),
            MostSeconds = 122, MostOthersSeconds = 2, Front = [119.4, 117.5, 119.6], Few = [362.3, 240.6, 119.2, 120.4, 119.1],
        },
        new("P3c last id 429, Retry-After: 120")
        {
            Answers = count => Last(count, 1, Wait(120)),
            MostSeconds = 122, MostOthersSeconds = 2, Front = [119.4, 117.5, 119.5], Few = [120.8, 120.6, 120.8, 120.8, 120.8],
        },
        new("P3d one id 429, Retry-After: 2")
        {
            Answers = count => Adjacent(count, 1, Wait(2)),
            MostSeconds = 16, MostOthersSeconds = 7, Front = [13.1, 11.6, 13.4], Few = [16.2, 13.7, 12.6, 14.8, 13],
        },
        new("P4 last id 503")
        {
            Answers = count => Last(count, 1, ServerAnswer.Busy),
            MostSeconds = 8, Front = [3, 5.6, 1.6], Few = [5.1, 4.4, 5.1, 5.6, 5],
        },
        new("P4 last id 429")
        {
            Answers = count => Last(count, 1, ServerAnswer.Throttled),
            MostSeconds = 8, Front = [3, 5.6, 1.6], Few = [5.1, 4.4, 5.1, 5.6, 5],
        },
        new("P4 last id 500")
        {
            Answers = count => Last(count, 1, ServerAnswer.Failure),
            MostSeconds = 3, Front = [0.1, 0.1, 0.2], Few = [1.7, 1.2, 1.7, 1.6, 1.3],
        },
        new("P4 last id never answers")
        {
            Answers = count => Last(count, 1, Silence),
            MostSeconds = 42, Front = [39.3, 37.4, 39.4], Few = [40.8, 41, 40.8, 40.7, 40.9],
        },
        new("P4 last id refused")
        {
            Answers = count => Last(count, 1, ServerAnswer.Refused),
            MostSeconds = 11, Front = [7.5, 3.5, 7.3], Few = [8.8, 8.5, 8.7, 8.2, 10.8],
        },
        new("P4 an id in the middle 503")
        {
            Answers = count => Adjacent(count, 1, ServerAnswer.Busy),
            MostSeconds = 8, Front = [3, 5.6, 1.6], Few = [3, 1.1, 0.5, 2.5, 0.3],
        },
        new("P5 5 ids never answer")
        {
            Answers = count => Ids(Spread(count, 5), Silence),
            MostSeconds = 45, Front = [39.6, 37.9, 129], Few = [204.1, 121.5, 82, 40.8, 41.1],
        },
        new("P6 6 ids never answer, 6 ids 500")
        {
            Answers = count => Ids(Spread(count, 12), Silence, ServerAnswer.Failure),
            MostSeconds = 47, Front = [41.8, 37.9, 171], Few = [253.9, 124.8, 103.5, 41.7, 42.8],
        },
        new("P6b 12 ids 500")
        {
            Answers = count => Ids(Spread(count, 12), ServerAnswer.Failure),
            MostSeconds = 5, Front = [14.6, 0.9, 42.5], Few = [17.8, 6.2, 6.7, 3, 2.3],
        },
        new("P6c 12 ids never answer")
        {
            Answers = count => Ids(Spread(count, 12), Silence),
            MostSeconds = 85, Front = [88.3, 39, Lost], Few = [489.9, 243, 194.2, 41.8, 71.7],
        },
        new("P7 last three ids 503")
        {
            Answers = count => Last(count, 3, ServerAnswer.Busy),
            MostSeconds = 8, Front = [1.2, 1, 3.7], Few = [9.1, 9.5, 6, 5, 12.8],
        },
        new("P7 last three ids never answer")
        {
            Answers = count => Last(count, 3, Silence),
            MostSeconds = 42, Front = [39.4, 37.5, 61.8], Few = [123, 82.2, 51.9, 40.9, 41],
        },
        new("P7 last three ids 503, silence, 429")
        {
            Answers = count => Last(count, 3, ServerAnswer.Busy, Silence, ServerAnswer.Throttled),
            MostSeconds = 42, Front = [39.2, 37.1, 39.3], Few = [48.1, 40.3, 40.4, 40.5, 40.9],
        },
        new("P7 last twelve ids 500, 503")
        {
            Answers = count => Last(count, 12, ServerAnswer.Failure, ServerAnswer.Busy),
            MostSeconds = 16, Front = [15, 12.3, 22.7], Few = [19.4, 19.8, 17.8, 5.6, 13.7],
        },
    ];

    private static ServerAnswer Wait(double seconds) => new(HttpStatusCode.TooManyRequests, seconds);

    private static Dictionary<int, RateLimitFields> Middle(int count, RateLimitFields quota) => new() { [count / 3] = quota };

    private static Dictionary<int, RateLimitFields> EveryTenth(int count, RateLimitFields quota) =>
        Enumerable.Range(0, count).Where(item => item % 10 == 9).ToDictionary(item => item, _ => quota);

    private static Dictionary<int, ServerAnswer?> Adjacent(int count, int bad, ServerAnswer answer) =>
        Ids(Enumerable.Range(count / 3, bad), answer);

    private static Dictionary<int, ServerAnswer?> Last(int count, int bad, params ServerAnswer?[] answers) =>
        Ids(Enumerable.Range(count - bad, bad), answers);

    private static IEnumerable<int> Spread(int count, int bad) =>
        Enumerable.Range(0, bad).Select(i => (i * count / bad) + (count / (2 * bad)));

    private static Dictionary<int, ServerAnswer?> Ids(IEnumerable<int> ids, params ServerAnswer?[] answers) =>
        ids.Select((id, position) => (id, answers[position % answers.Length])).ToDictionary();
}
