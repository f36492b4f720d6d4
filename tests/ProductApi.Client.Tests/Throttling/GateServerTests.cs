using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>What was learned about a server says nothing about the one that takes its place.</summary>
[Trait("Contract", "14")]
public sealed class GateServerTests : GateTest
{
    [Fact]
    public void A_pace_ends_with_its_server()
    {
        Serve();
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 0.5);
        Assert.NotNull(Gate.Report.Pace);

        Gate.OnServerChanged();

        Assert.Null(Gate.Report.Pace);
        Assert.Equal(1, Gate.Report.Pushbacks);
    }

    [Fact]
    public void An_announced_wait_ends_with_its_server()
    {
        Serve();
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 300);

        Gate.OnServerChanged();
        Enter();

        Assert.InRange(Now, 0, 0.1);
    }

    [Fact]
    public void Who_waits_comes_to_the_new_server_at_once()
    {
        Serve();
        Fail(8);
        var waiting = Task.CompletedTask;

        Time.Run(async () =>
        {
            var entered = EnterAsync();
            Gate.OnServerChanged();
            await entered;
            waiting = entered;
        });

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.InRange(Now, 0, 0.1);
    }

    [Fact]
    public void Who_sits_out_a_wait_of_its_own_asks_again_within_a_second()
    {
        Serve();
        var item = new Item();
        Enter(item).Permit.Complete(new SendResult(AttemptOutcome.Served, OwnWait: 300));

        var step = Time.Run(async () =>
        {
            var sitting = Gate.SitOutAsync(item, CancellationToken.None).AsTask();
            Gate.OnServerChanged();
            return (await sitting).Step;
        });

        Assert.Equal(NextStepKind.AskAgain, step.Kind);
        Assert.InRange(Now, 0, 1.1);
    }

    [Fact]
    public void What_is_under_way_ends_under_the_old_rules()
    {
        var numbers = EnterMany(Options.MaxConcurrency);

        Gate.OnServerChanged();
        var fresh = EnterMany(Options.MaxConcurrency);
        foreach (var number in numbers.Take(10))
            Abandon(number);

        Assert.Equal(0, Now);
        Assert.Equal(Options.MaxConcurrency, fresh.Count);
    }
}
