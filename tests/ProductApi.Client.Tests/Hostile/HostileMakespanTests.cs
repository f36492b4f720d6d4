using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>Every hostile case as the one bad id beside two thousand good ones of 200 ms, with default settings, in virtual time: what the
/// socket made of it on a real connection is played again, a stall as a stall.</summary>
[Trait("Speed", "Slow")]
public sealed class HostileMakespanTests(ITestOutputHelper output) : VirtualTimeTest, IAsyncLifetime
{
    private const int Others = 2000;
    private const int MostTimesSlower = 3;
    private const double Latency = 0.2;
    private const double TimeToHurt = 0.05;
    private const double CleanMakespan = (Others + 1) * Latency / 20;

    private HostileRun[] _runs = [];

    public static TheoryData<string> Cases => HostileServerTests.Cases;

    public async Task InitializeAsync() => _runs = await HostileRuns.OfTwenty.AllAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Without_a_hostile_id_it_takes_as_long_as_the_server_needs()
    {
        Fetch(ServerThat(request => ScriptedServer.Product(request.Id)), Others + 1);

        Assert.Equal(CleanMakespan, Time.Now.TotalSeconds, tolerance: Latency);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Contract", "11")]
    public void One_hostile_answer_does_not_hold_two_thousand_others_up_for_long(string sent)
    {
        var recording = _runs.Single(run => run.Case.Sent == sent).Recording;
        var server = new ScriptedServer(async (request, cancellationToken) =>
        {
            if (request.Id != HostileRun.BadId)
            {
                await Task.Delay(TimeSpan.FromSeconds(Latency), Time, cancellationToken);
                return ScriptedServer.Product(request.Id);
            }

            await Task.Delay(TimeSpan.FromSeconds(TimeToHurt), Time, cancellationToken);
            return await recording.Attempt(request.Attempt).PlayAsync(Time, cancellationToken);
        }, Time);

        var results = Fetch(server, Others + 1);

        output.WriteLine(FormattableString.Invariant($"{Time.Now.TotalSeconds / CleanMakespan:0.00} x clean"));
        Assert.Equal(Others + 1, results.Count);
        Assert.Equal(Others, results.Count(result => result.ProductId != HostileRun.BadId && result.Succeeded));
        Assert.Equal(HostileCases.Named(sent).Verdict.Kind, results.Single(result => result.ProductId == HostileRun.BadId).Error?.Kind);
        Assert.InRange(Time.Now.TotalSeconds, 0, MostTimesSlower * CleanMakespan);
    }
}
