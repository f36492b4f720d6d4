using ProductApi.Client.Headers;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>Who may leave, and what follows from failures and waits.</summary>
public abstract class GateRulesWaitTest : GateRulesTest
{
    /// <summary>The item, another one by default, leaves at once.</summary>
    private protected Item Send(double now, Item? item = null)
    {
        item ??= new Item();
        Assert.Equal(NextStepKind.Send, Rules.Enter(now, item, othersWait: false).Kind);
        return item;
    }

    private protected NextStep Enter(double now, Item? item = null) => Rules.Enter(now, item ?? new Item(), othersWait: false);

    private protected NextStep SitOut(double now, Item item) => Rules.SitOut(now, item, othersWait: false);

    private protected NextStep Serve(double now, Item item, Quota? quota = null) =>
        Rules.OnResult(now, item, new SendResult(AttemptOutcome.Served, 0, quota, Address));

    private protected NextStep Refuse(double now, Item item, double retryAfter = 0) =>
        Rules.OnResult(now, item, new SendResult(AttemptOutcome.Throttled, retryAfter));

    private protected AttemptVerdict Fail(double now, Item item, AttemptOutcome outcome, bool timedOut = false) =>
        Rules.OnFailedAttempt(now, item, outcome, timedOut, "failed", out _);

    /// <summary>Attempts of items that entered before.</summary>
    private protected void FailOthers(double now, int times, AttemptOutcome outcome)
    {
        for (var i = 0; i < times; i++)
            Fail(now, new Item(), outcome);
    }

    private protected static NextStep LookAgain(double wait) => new(NextStepKind.LookAgain, wait);

    private protected static Quota UsedUp(double reset, bool isPointInTime = false) => new(0, TimeSpan.FromSeconds(reset), isPointInTime);
}
