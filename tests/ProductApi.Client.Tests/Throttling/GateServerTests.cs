using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>What was learned about a server says nothing about the one that takes its place.</summary>
[Trait("Contract", "14")]
public sealed class GateServerTests : GateTest
{
    private static readonly Uri Moved = new("https://moved.test/");

    [Fact]
    public void Log_lines_name_the_present_server()
    {
        Gate.OnServerChanged(Moved);

        Fail(1, AttemptOutcome.Throttled);
        End(Enter().Permit.Number, AttemptOutcome.Throttled);
        Fail(8);
        Pass(1);
        Serve();

        Assert.Equal(
            [("ThrottlingStarted", "https://moved.test/"), ("OutageStarted", "https://moved.test/"), ("OutageEnded", "https://moved.test/")],
            Logs.GetSnapshot().Select(line => (line.Id.Name, line.Message.Split(' ')[0])));
    }

    [Fact]
    public void A_pace_ends_with_its_server()
    {
        Serve();
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 0.5);
        Assert.NotNull(Gate.Report.Pace);

        Gate.OnServerChanged(Moved);

        Assert.Null(Gate.Report.Pace);
        Assert.Equal(1, Gate.Report.Pushbacks);
    }

    [Fact]
    public void An_announced_wait_ends_with_its_server()
    {
        Serve();
        End(Enter().Permit.Number, AttemptOutcome.Throttled, retryAfter: 300);

        Gate.OnServerChanged(Moved);
        Enter();

        Assert.InRange(Now, 0, 0.1);
    }

    [Fact]
    public void Who_waits_comes_to_the_new_server_at_once()
    {
        Serve();
        Fail(8);

        Time.Run(async () =>
        {
            var waiting = EnterAsync();
            Gate.OnServerChanged(Moved);
            await waiting;
        });

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
            Gate.OnServerChanged(Moved);
            return (await sitting).Step;
        });

        Assert.Equal(NextStepKind.AskAgain, step.Kind);
        Assert.InRange(Now, 0, 1.1);
    }

    [Fact]
    public void What_an_item_met_at_the_old_server_is_not_held_against_it_at_the_new_one()
    {
        Serve();
        var item = new Item();
        for (var i = 0; i < 3; i++)
        {
            Enter(item).Permit.Complete(new SendResult(AttemptOutcome.Busy));
            Serve();
        }

        Assert.NotNull(item.Trouble);
        Gate.OnServerChanged(Moved);
        Enter(item);

        Assert.Null(item.Trouble);
    }

    [Fact]
    public void What_is_under_way_ends_under_the_old_rules_and_makes_no_room_under_the_new_ones()
    {
        List<SendPermit> old = [.. Enumerable.Range(0, Options.MaxConcurrency).Select(_ => Enter().Permit)];
        Gate.OnServerChanged(Moved);
        EnterMany(Options.MaxConcurrency);
        Assert.Equal(0, Now);

        foreach (var permit in old)
            permit.Complete(new SendResult(AttemptOutcome.Served));
        using var cancellation = new CancellationTokenSource();
        var entered = Time.Run(async () =>
        {
            var waiting = EnterAsync(cancellationToken: cancellation.Token);
            await Task.Delay(TimeSpan.FromSeconds(1), Time);
            var isIn = waiting.IsCompleted;
            await cancellation.CancelAsync();
            await waiting.ContinueWith(_ => { }, TaskScheduler.Default);
            return isIn;
        });

        Assert.False(entered);
    }
}
