using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>What follows from how sends end. A wait of more than a hundred seconds is too long.</summary>
public abstract class GateRulesResultTest : GateRulesTest
{
    private protected GateRulesResultTest() => Options.MaxRetryAfter = TimeSpan.FromSeconds(100);

    /// <summary>Served whenever somebody is to be.</summary>
    private protected Item Good { get; } = new();

    private protected NextStep Ask(double now, Item? item = null) => Rules.Enter(now, item ?? new Item(), othersWait: false);

    private protected Item Enter(double now, Item? item = null)
    {
        item ??= new Item();
        Assert.Equal(new NextStep(NextStepKind.Send), Ask(now, item));
        return item;
    }

    private protected Item[] EnterMany(double now, int count) => [.. Enumerable.Range(0, count).Select(_ => Enter(now))];

    private protected NextStep End(double now, Item item, AttemptOutcome outcome, double retryAfter = 0, Quota? quota = null) =>
        Rules.OnResult(now, item, new SendResult(outcome, retryAfter, quota));

    private protected void Serve(double now, Quota? quota = null) => End(now, Enter(now, Good), AttemptOutcome.Served, quota: quota);

    private protected NextStep Refuse(
        double now, Item? item = null, AttemptOutcome outcome = AttemptOutcome.Throttled, double retryAfter = 0) =>
        End(now, Enter(now, item), outcome, retryAfter);

    /// <summary>A burst of 20, the last of which is refused at once, makes a pace of 100 a second.</summary>
    private protected void LearnHundred(Quota? quota = null)
    {
        var burst = EnterMany(1, 20);
        foreach (var item in burst[..^1])
            End(1, item, AttemptOutcome.Served, quota: quota);
        End(1, burst[^1], AttemptOutcome.Throttled, retryAfter: 0.1);
        Assert.Equal(100, Rules.Pace!.Value, 9);
    }

    /// <summary>Refused three times, and twice somebody was served in between: the refusals bind the item alone.</summary>
    private protected NextStep BindAlone(double now, Item item, double retryAfter)
    {
        Serve(now);
        Refuse(now + 0.5, item, retryAfter: retryAfter);
        Serve(now + 1);
        Refuse(now + 1.5, item, retryAfter: retryAfter);
        Serve(now + 2);
        return Refuse(now + 2.5, item, retryAfter: retryAfter);
    }

    private protected static Quota QuotaOf(long remaining, double reset) => new(remaining, TimeSpan.FromSeconds(reset));
}
