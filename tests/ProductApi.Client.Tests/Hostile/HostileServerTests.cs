using System.Net;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>Every hostile case as one id of twenty.</summary>
[Trait("Speed", "Slow")]
public sealed class HostileServerTests(ITestOutputHelper output)
{
    private const int MaxMessageLength = 1250;

    // A send is three attempts, and eight refused sends convict an id.
    private const int MostAttempts = 40;

    // A caller may add it to the present time without a thought.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(3650);

    // A third of what a flood would be: what the client read, and what the buffers of both sockets may hold besides.
    private const long MostFlooded = 64 * 1024 * 1024;

    public static TheoryData<string> Cases => [.. HostileCases.All.Select(hostile => hostile.Sent)];

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Contract", "16")]
    public async Task A_hostile_answer_gives_one_clear_result_and_the_others_are_untouched(string sent)
    {
        var hostile = HostileCases.Named(sent);

        var run = await HostileRuns.OfTwenty.OfAsync(hostile);

        output.WriteLine($"{run.Bad.Attempts} attempts, {run.Flooded:N0} bytes, {run.Bad.Error}");
        Assert.Equal((20, 19), (run.Count, run.Good));
        Assert.Equal((hostile.Verdict.Kind, (HttpStatusCode?)hostile.Verdict.Status), (run.Bad.Error?.Kind, run.Bad.Error?.StatusCode));
        Assert.InRange(run.Bad.Attempts, hostile.Verdict.Attempts, hostile.Verdict.OrMore ? MostAttempts : hostile.Verdict.Attempts);
        Assert.InRange(run.Flooded, 0, MostFlooded);
        if (run.Bad.Error is { } error)
        {
            Assert.Contains("'7'", error.Message, StringComparison.Ordinal);
            Assert.Contains(hostile.Verdict.Message, error.Message, StringComparison.Ordinal);
            Assert.InRange(error.Message.Length, 1, MaxMessageLength);
            Assert.DoesNotContain(error.Message, OneLine.IsBrokenBy);
            Assert.InRange(error.RetryAfter ?? TimeSpan.Zero, TimeSpan.Zero, LongestWait);
        }

        Assert.NotEmpty(run.LogLines);
        Assert.All(run.LogLines, line => Assert.DoesNotContain(line, OneLine.IsBrokenBy));
        Assert.All(run.Requests, request => Assert.Empty(request.Header("Cookie")));
    }
}
